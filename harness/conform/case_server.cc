#include "conform/case_server.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/host_port.h"
#include "conform/caught_up.h"
#include "hosting/serve_tls.h"
#include "model/case_names.h"

namespace jobrig::conform {
namespace {

bool ends_early(const std::vector<model::FaultUse>& faults) {
  return std::any_of(faults.begin(), faults.end(),
                     [](const model::FaultUse& use) { return use.fault->moment() == model::Moment::kAccept; });
}

bool redirects(const model::Answer& answer) {
  const auto* const raw = std::get_if<model::RawAnswer>(&answer.content);
  return (raw != nullptr && raw->reply.status >= 300 && raw->reply.status < 400) ||
         std::any_of(answer.faults.begin(), answer.faults.end(),
                     [](const model::FaultUse& use) { return use.fault->name() == "redirect"; });
}

/// Whether the request will contain the thing or job of the case.
bool names_the_case(const model::CaseCall& call, std::string_view key) {
  return std::any_of(call.arguments.begin(), call.arguments.end(),
                     [&](const model::Argument& argument) { return argument.json.find(key) != std::string::npos; });
}

/// The service elsewhere has the same things and no faults, so that a client that follows a redirect succeeds.
model::ConformanceCase of_elsewhere(const model::ConformanceCase& one) {
  model::ConformanceCase other = one;
  other.scenario.rules.clear();
  other.scenario.connections = {};
  other.scenario.tls.clear();
  return other;
}

}  // namespace

bool needs_own_port(const model::ConformanceCase& one) {
  const std::string_view key = model::instance_key(one.thing);
  const model::Scenario& scenario = one.scenario;
  return one.tls || one.mqtt || !scenario.connections.empty() || scenario.clock.start || scenario.clock.rate != 1 ||
         !std::all_of(one.calls.begin(), one.calls.end(),
                      [&](const model::CaseCall& call) { return names_the_case(call, key); }) ||
         std::any_of(scenario.rules.begin(), scenario.rules.end(), [](const model::Rule& rule) {
           return ends_early(rule.faults) ||
                  std::any_of(rule.faults.begin(), rule.faults.end(),
                              [](const model::FaultUse& use) { return use.fault->name() == "redirect"; }) ||
                  std::any_of(rule.answers.begin(), rule.answers.end(), [](const model::Answer& answer) {
                    return redirects(answer) || ends_early(answer.faults);
                  });
         });
}

ServedCase::ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane)
    : stage_(std::move(stage)),
      lane_(lane),
      serving_(&lane.server()),
      failures_before_(serving_->failures()),
      endpoint_(serving_->endpoint()) {
  lane_.router().add(stage_);
}

ServedCase::ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane, std::unique_ptr<serve::Server> server,
                       drive::TlsFiles tls)
    : stage_(std::move(stage)),
      lane_(lane),
      server_(std::move(server)),
      serving_(server_.get()),
      failures_before_(0),
      endpoint_(server_->endpoint()),
      tls_(std::move(tls)) {}

ServedCase::ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane, std::unique_ptr<mqtt_hosting::MqttEndpoint> mqtt,
                       drive::TlsFiles tls)
    : stage_(std::move(stage)),
      lane_(lane),
      mqtt_(std::move(mqtt)),
      serving_(nullptr),
      failures_before_(0),
      endpoint_(mqtt_->endpoint()),
      tls_(std::move(tls)) {}

ServedCase::~ServedCase() {
  if (server_ == nullptr && mqtt_ == nullptr) {
    lane_.router().remove(*stage_);
  }
  if (elsewhere_ != nullptr) {
    lane_.elsewhere_router().remove(*elsewhere_);
  }
}

void ServedCase::serve_elsewhere(std::shared_ptr<CaseStage> stage) {
  elsewhere_ = std::move(stage);
  lane_.elsewhere_router().add(elsewhere_);
}

CaseStage::Progress ServedCase::progress() {
  CaseStage::Progress progress = stage_->progress();
  if (elsewhere_ != nullptr) {
    const CaseStage::Progress other = elsewhere_->progress();
    progress.last = std::max(progress.last, other.last);
    progress.requests += other.requests;
  }
  return progress;
}

bool ServedCase::server_failed() const {
  return (mqtt_ != nullptr ? mqtt_->server().failures() : serving_->failures()) != failures_before_;
}

void ServedCase::finish(bool client_runs, model::CaseRecord& record) {
  if (mqtt_ != nullptr) {
    wait_until_caught_up(mqtt_->server());
    record.packets = stage_->packets();
    record.connections = stage_->connections();
    return;
  }
  wait_until_caught_up(*serving_);
  record.exchanges = stage_->finish(client_runs);
  record.connections = stage_->connections();
  if (elsewhere_ != nullptr) {
    lane_.catch_up_elsewhere();
    record.elsewhere = elsewhere_->finish(client_runs);
  }
}

CaseServer::CaseServer(std::string host, Lane::Log log) : host_(std::move(host)), log_(std::move(log)) {}

CaseServer::~CaseServer() = default;

base::Result<std::unique_ptr<CaseServer>> CaseServer::start(const std::string& listen, Lane::Log log) {
  const auto parsed = base::parse_host_port(listen);
  std::unique_ptr<CaseServer> cases(new CaseServer(parsed ? parsed->host : "", log));
  auto lane = Lane::open(listen, std::move(log), cases->certificates_);
  if (!lane) {
    return lane.error();
  }
  cases->lanes_.push_back(std::move(*lane));
  return cases;
}

base::Result<Lane*> CaseServer::lane() {
  const std::lock_guard lock(mutex_);
  if (taken_ == lanes_.size()) {
    auto lane = Lane::open(base::HostPort{host_, 0}.text(), log_, certificates_);
    if (!lane) {
      return lane.error();
    }
    lanes_.push_back(std::move(*lane));
  }
  return lanes_[taken_++].get();
}

CaseRouter::Unmatched CaseServer::unmatched() {
  const std::lock_guard lock(mutex_);
  CaseRouter::Unmatched all;
  for (const auto& lane : lanes_) {
    for (CaseRouter* const router : {&lane->router(), &lane->elsewhere_router()}) {
      const CaseRouter::Unmatched one = router->unmatched();
      all.first = all.count == 0 ? one.first : all.first;
      all.count += one.count;
    }
  }
  return all;
}

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve(
    const std::shared_ptr<const model::ConformanceCase>& conformance_case, std::uint64_t seed, Lane& lane) {
  auto stage = std::make_shared<CaseStage>(conformance_case, seed);
  auto served = needs_own_port(*conformance_case) ? serve_alone(std::move(stage), lane)
                                                  : base::Result(std::make_unique<ServedCase>(std::move(stage), lane));
  if (served && conformance_case->uses_elsewhere) {
    (*served)->serve_elsewhere(std::make_shared<CaseStage>(
        std::make_shared<const model::ConformanceCase>(of_elsewhere(*conformance_case)), seed));
  }
  return served;
}

base::Result<CaseServer::Tls> CaseServer::make_tls(const std::shared_ptr<CaseStage>& stage, const std::string& listen,
                                                   transport::Application application) {
  Tls tls;
  if (!stage->conformance_case().tls) {
    return tls;
  }
  auto written = certificates_.write_files(stage->conformance_case());
  if (!written) {
    return written.error();
  }
  tls.files = std::move(*written);
  const auto folder = certificates_.folder();
  if (!folder) {
    return folder.error();
  }
  const auto authority = hosting::open_authority(*folder);
  if (!authority) {
    return authority.error();
  }
  tls.acceptor = hosting::make_tls(
      *authority, listen, stage->tls_choice.settings(), [stage] { return stage->tls_choice.next(); }, application);
  return tls;
}

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve_alone(std::shared_ptr<CaseStage> stage, Lane& lane) {
  if (stage->conformance_case().mqtt) {
    return serve_mqtt(std::move(stage), lane);
  }
  serve::ServerOptions options;
  options.listen = base::HostPort{host_, 0}.text();
  options.log = log_;
  auto tls = make_tls(stage, options.listen, transport::Application::kHttp);
  if (!tls) {
    return tls.error();
  }
  options.tls = std::move(tls->acceptor);
  auto server = serve::Server::start(std::move(options), *stage, *stage, stage->clock);
  if (!server) {
    return server.error();
  }
  return std::make_unique<ServedCase>(std::move(stage), lane, std::move(*server), std::move(tls->files));
}

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve_mqtt(std::shared_ptr<CaseStage> stage, Lane& lane) {
  mqtt_serve::MqttServerOptions options;
  options.listen = base::HostPort{host_, 0}.text();
  options.log = log_;
  auto tls = make_tls(stage, options.listen, transport::Application::kMqtt);
  if (!tls) {
    return tls.error();
  }
  options.tls = std::move(tls->acceptor);
  auto endpoint = mqtt_hosting::MqttEndpoint::start(std::move(options), stage, *stage);
  if (!endpoint) {
    return endpoint.error();
  }
  return std::make_unique<ServedCase>(std::move(stage), lane, std::move(*endpoint), std::move(tls->files));
}

}  // namespace jobrig::conform

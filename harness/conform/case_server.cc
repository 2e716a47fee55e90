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
  return one.tls || !scenario.connections.empty() || scenario.clock.start || scenario.clock.rate != 1 ||
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

ServedCase::~ServedCase() {
  if (server_ == nullptr) {
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

void ServedCase::finish(model::CaseRecord& record) {
  wait_until_caught_up(*serving_);
  record.exchanges = stage_->finish();
  record.connections = stage_->connections();
  if (elsewhere_ != nullptr) {
    lane_.catch_up_elsewhere();
    record.elsewhere = elsewhere_->finish();
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

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve_alone(std::shared_ptr<CaseStage> stage, Lane& lane) {
  serve::ServerOptions options;
  options.listen = base::HostPort{host_, 0}.text();
  options.log = log_;
  drive::TlsFiles files;
  if (stage->conformance_case().tls) {
    auto written = certificates_.write_files(stage->conformance_case());
    if (!written) {
      return written.error();
    }
    files = std::move(*written);
    const auto folder = certificates_.folder();
    if (!folder) {
      return folder.error();
    }
    auto tls = hosting::make_tls(*folder, options.listen, stage->tls_choice.settings(),
                                 [stage] { return stage->tls_choice.next(); });
    if (!tls) {
      return tls.error();
    }
    options.tls = std::move(*tls);
  }
  auto server = serve::Server::start(std::move(options), *stage, *stage, stage->clock);
  if (!server) {
    return server.error();
  }
  return std::make_unique<ServedCase>(std::move(stage), lane, std::move(*server), std::move(files));
}

}  // namespace jobrig::conform

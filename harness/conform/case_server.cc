#include "conform/case_server.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "base/host_port.h"
#include "base/output_file.h"
#include "certificates/certificates.h"
#include "certificates/folder.h"
#include "drive/call_request.h"
#include "hosting/serve_tls.h"
#include "model/case_names.h"

namespace jobrig::conform {
namespace {

constexpr unsigned kPrivate = 0600;

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

ServedCase::ServedCase(std::shared_ptr<CaseStage> stage, CaseRouter& router, const serve::Server& shared)
    : stage_(std::move(stage)),
      router_(&router),
      serving_(&shared),
      failures_before_(shared.failures()),
      endpoint_(shared.endpoint()) {
  router_->add(stage_);
}

ServedCase::ServedCase(std::shared_ptr<CaseStage> stage, std::unique_ptr<serve::Server> server, drive::TlsFiles tls)
    : stage_(std::move(stage)),
      server_(std::move(server)),
      serving_(server_.get()),
      failures_before_(0),
      endpoint_(server_->endpoint()),
      tls_(std::move(tls)) {}

ServedCase::~ServedCase() {
  if (router_ != nullptr) {
    router_->remove(*stage_);
  }
}

CaseServer::CaseServer(std::string host, std::function<void(std::string_view)> log)
    : host_(std::move(host)), log_(std::move(log)) {}

CaseServer::~CaseServer() { server_.reset(); }

base::Result<std::unique_ptr<CaseServer>> CaseServer::start(const std::string& listen,
                                                            std::function<void(std::string_view)> log) {
  const auto parsed = base::parse_host_port(listen);
  std::unique_ptr<CaseServer> cases(new CaseServer(parsed ? parsed->host : "", log));
  serve::ServerOptions options;
  options.listen = listen;
  options.log = std::move(log);
  auto server = serve::Server::start(std::move(options), cases->router_, cases->router_, cases->clock_);
  if (!server) {
    return server.error();
  }
  cases->server_ = std::move(*server);
  return cases;
}

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve(
    const std::shared_ptr<const model::ConformanceCase>& conformance_case, std::uint64_t seed) {
  auto stage = std::make_shared<CaseStage>(conformance_case, seed);
  if (needs_own_port(stage->conformance_case())) {
    return serve_alone(std::move(stage));
  }
  return std::make_unique<ServedCase>(std::move(stage), router_, *server_);
}

base::Result<std::unique_ptr<ServedCase>> CaseServer::serve_alone(std::shared_ptr<CaseStage> stage) {
  serve::ServerOptions options;
  options.listen = base::HostPort{host_, 0}.text();
  options.log = log_;
  drive::TlsFiles files;
  if (stage->conformance_case().tls) {
    auto written = write_tls_files(stage->conformance_case());
    if (!written) {
      return written.error();
    }
    files = std::move(*written);
    auto tls = hosting::make_tls(folder_->path().string(), options.listen, stage->tls_choice.settings(),
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
  return std::make_unique<ServedCase>(std::move(stage), std::move(*server), std::move(files));
}

/// All cases share the run's authority; each has its own device certificate.
base::Result<drive::TlsFiles> CaseServer::write_tls_files(const model::ConformanceCase& one) {
  const std::lock_guard lock(folder_mutex_);
  if (!folder_) {
    folder_ = std::make_unique<RunFolder>();
  }
  const base::Instant now = clock_.civil();
  const auto authority = certificates::open_certificate_folder(folder_->path(), now);
  if (!authority) {
    return authority.error();
  }
  drive::TlsFiles files;
  files.authority = (folder_->path() / certificates::kAuthorityFile).string();
  if (one.identity == model::ClientIdentity::kNone) {
    return files;
  }
  const certificates::Identity identity =
      authority->issue(certificates::device_subject(one.thing), model::CertificateFlaw::kNone, now);
  files.certificate = (folder_->path() / (one.thing + ".pem")).string();
  files.key = (folder_->path() / (one.thing + ".key")).string();
  for (const auto& [path, text] : {std::pair{&files.certificate, &identity.certificate}, {&files.key, &identity.key}}) {
    if (auto error = base::write_output(*path, *text, kPrivate)) {
      return *error;
    }
  }
  return files;
}

}  // namespace jobrig::conform

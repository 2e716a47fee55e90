#include "commands/serve.h"

#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <thread>
#include <utility>

#include "admin/admin.h"
#include "base/descriptor.h"
#include "base/host_port.h"
#include "base/output_file.h"
#include "base/quote.h"
#include "base/version.h"
#include "certificates/folder.h"
#include "commands/command_line.h"
#include "commands/curl_line.h"
#include "contract/editions.h"
#include "hosting/cleaner.h"
#include "hosting/exchange_sinks.h"
#include "hosting/reachable_endpoint.h"
#include "hosting/sandboxes.h"
#include "hosting/scenario_files.h"
#include "hosting/scenario_reload.h"
#include "hosting/scenario_watch.h"
#include "hosting/serve_tls.h"
#include "hosting/stop_signals.h"
#include "journal/file.h"
#include "mqtt_hosting/front_end.h"
#include "remote/admin_token.h"
#include "report/ready_line.h"
#include "serve/server.h"

namespace jobrig::commands {
namespace {

constexpr std::int64_t kMaxWorkers = 64;
constexpr std::chrono::milliseconds kPatience{800};  // time to end after a second signal

struct StopAtEnd {
  serve::Server& server;
  ~StopAtEnd() { server.stop(std::chrono::milliseconds(0)); }
};

/// With fewer descriptors left, a server would hardly accept a connection.
constexpr rlim_t kMinDescriptors = 20;

std::optional<std::string> descriptor_problem() {
  const base::Descriptor next(::eventfd(0, EFD_CLOEXEC));  // the kernel assigns the lowest free number
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return std::nullopt;
  }
  const rlim_t used = next.open() ? static_cast<rlim_t>(next.get()) : limit.rlim_cur;
  if (used + kMinDescriptors <= limit.rlim_cur) {
    return std::nullopt;
  }
  return "the limit of " + std::to_string(limit.rlim_cur) +
         " open descriptors leaves too few for connections; raise it to " + std::to_string(used + kMinDescriptors) +
         " or more (ulimit -n)";
}

std::string without_slash(std::string url) {
  if (url.ends_with('/')) {
    url.pop_back();
  }
  return url;
}

class Serve final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SCENARIO", scenarios_, 0, Options::kAnyNumber,
                       "files, folders, built-ins (default: demos/default)");
    options.text("--listen", "HOST:PORT", listen_, "listen address (default: 127.0.0.1:0, a free port)");
    options.text("--mqtt", "HOST:PORT", mqtt_listen_, "listen address for MQTT clients (default: none)");
    options.integer("--workers", "N", workers_, 1, kMaxWorkers, "number of worker threads (default: 1)");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "random seed (default: the scenario's, else random)");
    options.word("--contract", "EDITION", contract_, {"original", "current"},
                 "edition if a scenario sets none (default: original)");
    options.flag("--tls", tls_, "serve https:// with a temporary certificate");
    options.text("--tls-dir", "DIR", tls_folder_, "CA folder (ca.pem), created if absent; implies --tls");
    options.text("--journal", "FILE", journal_, "append each exchange to FILE as a line of JSON");
    options.text("--admin", "HOST:PORT", admin_.listen, "listen address of the admin interface (default: none)");
    options.text("--admin-token", "TOKEN", admin_.token, "admin token; prefer the file or $JOBRIG_ADMIN_TOKEN");
    options.text("--admin-token-file", "FILE", admin_token_file_, "read the admin token from FILE");
    options.texts("--admin-host", "NAME", admin_.hosts, "further host name of the admin interface");
    options.text("--public-url", "URL", public_url_, "URL of the main port for clients behind a proxy");
    options.duration("--sandbox-idle", "TIME", sandbox_idle_, "delete idle sandboxes (default: 10m; 0s: never)");
    options.flag_or_word("--watch", watch_, "keep", {"reset"}, "reload changed files; keep or reset the state");
    options.text("--ready-file", "FILE", ready_file_, "atomically write the ready line to FILE");
    options.duration("--grace", "TIME", grace_, "shutdown time for responses in flight (default: 5s)");
    options.flag("--log", log_, "log requests to stderr (default: only on a terminal)");
    options.flag("--render-each", renders_each_, "render each response and copy none, for debugging");
    options.example("jobrig serve outage.yaml --listen 127.0.0.1:8787 --journal log.jsonl");
  }

  ExitCode run(Streams& streams) override {
    // Before any thread is started. Without a journal to reopen, SIGHUP stops the server.
    hosting::StopSignals signals({journal_.empty(), kPatience});
    hosting::Terminal terminal(STDERR_FILENO);
    const auto complain = [&terminal](std::string_view sentence) {
      terminal.write("jobrig: " + std::string(sentence));
    };
    if (const auto error = ready_file_.empty() ? std::nullopt : base::check_output(ready_file_)) {
      complain(error->message);
      return ExitCode::kUserOrWorld;
    }
    if (const auto problem = public_url_.empty() ? std::nullopt : hosting::public_url_problem(public_url_)) {
      complain("--public-url: " + *problem);
      return ExitCode::kUserOrWorld;
    }
    for (const std::string& host : admin_.hosts) {
      const auto parsed = base::parse_host_port(host);
      if (!parsed || parsed->port) {
        complain("--admin-host: " + base::quoted(host) + " is not a host name without port; write jobrig-admin");
        return ExitCode::kUserOrWorld;
      }
    }
    const auto token = remote::read_admin_token(admin_.token, admin_token_file_, "--admin-token");
    if (!token) {
      complain(token.error().message);
      return ExitCode::kUserOrWorld;
    }
    admin_.token = *token;
    auto loaded = hosting::load_for_command(scenarios_, contract_, streams.err);
    if (!loaded) {
      return ExitCode::kUserOrWorld;
    }
    if (!over_tls() && !loaded->scenario.tls.empty()) {
      complain("the scenario has \"tls\" settings; serve it with --tls");
      return ExitCode::kUserOrWorld;
    }
    const auto journal = journal_.empty() ? nullptr : std::make_unique<journal::JournalFile>(journal_, complain);
    const bool served = serve(*std::move(loaded), journal.get(), terminal, complain, streams, signals);
    const ExitCode closed = close(journal.get(), complain);
    return served ? closed : ExitCode::kUserOrWorld;
  }

 private:
  using Complain = std::function<void(std::string_view)>;

  [[nodiscard]] bool over_tls() const { return tls_ || !tls_folder_.empty(); }

  /// Serves until it is stopped. Returns false if it could not start.
  bool serve(hosting::LoadedScenario loaded, journal::JournalFile* journal, hosting::Terminal& terminal,
             const Complain& complain, Streams& streams, hosting::StopSignals& signals) const {
    const auto scenario = std::make_shared<const hosting::LoadedScenario>(std::move(loaded));
    hosting::Cleaner cleaner;
    const auto seed = seed_ ? std::optional(static_cast<std::uint64_t>(*seed_)) : std::nullopt;
    hosting::Sandboxes sandboxes({"", scenario, seed, base::Duration::zero()}, cleaner);
    const base::SystemClock clock;
    hosting::TerminalLog log(terminal, clock);
    hosting::TerminalLog admin_log(terminal, clock, "admin  ");
    const bool logs = log_ || ::isatty(STDERR_FILENO) != 0;
    hosting::ExchangeSinks sinks;
    if (logs) {
      sinks.add(log);
    }
    if (journal != nullptr) {
      sinks.add(*journal);
    }
    if (!admin_.listen.empty()) {
      sinks.add(sandboxes);
    }
    hosting::ExchangeSinks admin_sinks;
    if (logs) {
      admin_sinks.add(admin_log);
    }

    base::Result<std::optional<certificates::CertificateAuthority>> authority = open_authority();
    if (!authority) {
      complain(authority.error().message);
      return false;
    }
    auto server = start(sandboxes, sinks, *authority, complain);
    if (!server) {
      complain(server.error().message);
      return false;
    }
    std::unique_ptr<mqtt_hosting::MqttFrontEnd> mqtt;
    if (!mqtt_listen_.empty()) {
      auto started = mqtt_hosting::MqttFrontEnd::start({mqtt_listen_,
                                                        *authority ? &**authority : nullptr,
                                                        {logs ? &terminal : nullptr, journal, !admin_.listen.empty()},
                                                        complain},
                                                       sandboxes, clock);
      if (!started) {
        complain(started.error().message);
        return false;
      }
      mqtt = std::move(*started);
    }
    std::unique_ptr<admin::Admin> admin;
    if (!admin_.listen.empty()) {
      auto started = admin::Admin::start(admin_,
                                         {sandboxes,
                                          (*server)->endpoint(),
                                          contract_,
                                          over_tls(),
                                          sandbox_idle_,
                                          {},
                                          complain,
                                          [&main = **server] { return main.held(); },
                                          {},
                                          journal,
                                          &terminal,
                                          server->get(),
                                          without_slash(public_url_),
                                          [port = mqtt.get()] { return port == nullptr ? 0 : port->failures(); },
                                          mqtt ? hosting::reachable_endpoint(mqtt->endpoint()) : ""},
                                         admin_sinks);
      if (!started) {
        complain(started.error().message);
        return false;
      }
      admin = std::move(*started);
    }
    std::unique_ptr<hosting::ScenarioWatch> watch;
    if (!watch_.empty()) {
      auto started = hosting::ScenarioWatch::start(scenarios_, *scenario, [&] {
        return reload_scenario({scenarios_, contract_, over_tls(), watch_ == "reset", journal}, sandboxes, terminal);
      });
      if (!started) {
        complain(started.error().message);
        return false;
      }
      watch = std::move(*started);
    }
    if (const auto problem = descriptor_problem()) {
      complain(*problem);
      return false;
    }
    // After everything else that can fail: a server that cannot start leaves the file unchanged.
    if (journal != nullptr) {
      if (const auto error = journal->start()) {
        complain(error->message);
        return false;
      }
    }
    const std::jthread waiting([&] {
      (*server)->wait();
      signals.finish();
    });
    const StopAtEnd stop{**server};  // also after an exception: the thread above waits for it
    if (!announce(**server, mqtt.get(), admin.get(), *sandboxes.main()->generation(), streams)) {
      return false;
    }
    serve_until_told(**server, mqtt.get(), journal, signals);
    return true;
  }

  /// Nothing without TLS.
  [[nodiscard]] base::Result<std::optional<certificates::CertificateAuthority>> open_authority() const {
    if (!over_tls()) {
      return std::optional<certificates::CertificateAuthority>();
    }
    auto authority = hosting::open_authority(tls_folder_);
    if (!authority) {
      return authority.error();
    }
    return std::optional(std::move(authority).value());
  }

  base::Result<std::unique_ptr<serve::Server>> start(hosting::Sandboxes& sandboxes, model::ExchangeSink& sink,
                                                     const std::optional<certificates::CertificateAuthority>& authority,
                                                     Complain log) const {
    serve::ServerOptions options;
    options.listen = listen_;
    options.workers = static_cast<unsigned>(workers_);
    options.log = std::move(log);
    options.joins_responses = true;
    options.prepares_answers = !renders_each_;
    if (authority) {
      options.tls = hosting::make_tls(*authority, listen_, sandboxes.main()->generation()->tls_choice.settings(),
                                      [&sandboxes] { return sandboxes.next_tls(); });
    }
    return serve::Server::start(std::move(options), sandboxes, sink, sandboxes);
  }

  [[nodiscard]] bool announce(const serve::Server& server, const mqtt_hosting::MqttFrontEnd* mqtt,
                              const admin::Admin* admin, const hosting::Generation& round, Streams& streams) const {
    report::Ready ready{
        public_url_.empty() ? hosting::reachable_endpoint(server.endpoint()) : without_slash(public_url_),
        round.source->names,
        std::string(contract::row_of(round.scenario->edition).word),
        round.seed,
        static_cast<unsigned>(workers_),
        ::getpid(),
        journal_,
        std::string(base::version())};
    if (mqtt != nullptr) {
      ready.mqtt = hosting::reachable_endpoint(mqtt->endpoint());
    }
    if (!tls_folder_.empty()) {
      ready.authority = (std::filesystem::path(tls_folder_) / certificates::kAuthorityFile).string();
    }
    if (admin != nullptr) {
      ready.admin = hosting::reachable_endpoint(admin->endpoint());
      ready.admin_token = admin->made_up_token();
    }
    const std::string line = report::ready_line(ready) + "\n";
    if (!ready_file_.empty()) {
      // The token in it is for the owner alone.
      if (const auto error = base::write_output(ready_file_, line, ready.admin_token.empty() ? 0644 : 0600)) {
        streams.err << "jobrig: " << error->message << "\n";
        return false;
      }
    }
    streams.out << line;
    if (streams.columns > 0) {  // for a person; programs read only the first line
      streams.out << curl_line({ready.endpoint, ready.authority}, *round.scenario) << "\n";
    }
    streams.out << std::flush;
    return streams.out.good();  // main() reports the error
  }

  // The first signal stops gracefully; the second stops immediately. MQTT has no requests that are worth a wait: a
  // client connects again and repeats them.
  void serve_until_told(serve::Server& server, mqtt_hosting::MqttFrontEnd* mqtt, journal::JournalFile* journal,
                        hosting::StopSignals& signals) const {
    const auto stop = [&](int count) {
      if (mqtt != nullptr) {
        mqtt->stop();
      }
      server.stop(count == 1 ? std::chrono::duration_cast<std::chrono::milliseconds>(grace_)
                             : std::chrono::milliseconds(0));
    };
    // By reference: std::function would allocate for a copy, and a server that is ready must not end for lack of
    // memory.
    signals.wait(std::cref(stop), [journal] { journal->reopen(); });
  }

  static ExitCode close(journal::JournalFile* journal, const std::function<void(std::string_view)>& complain) {
    if (journal == nullptr) {
      return ExitCode::kFine;
    }
    if (const auto error = journal->close()) {
      complain(error->message);
      return ExitCode::kUserOrWorld;
    }
    return ExitCode::kFine;
  }

  std::vector<std::string> scenarios_;
  std::string listen_ = "127.0.0.1:0";
  std::string mqtt_listen_;
  std::int64_t workers_ = 1;
  std::optional<std::int64_t> seed_;
  std::string contract_;
  bool tls_ = false;
  std::string tls_folder_;
  std::string journal_;
  admin::AdminOptions admin_;
  std::string admin_token_file_;
  std::string public_url_;
  base::Duration sandbox_idle_ = std::chrono::minutes(10);
  std::string watch_;  // empty, keep or reset
  std::string ready_file_;
  base::Duration grace_ = std::chrono::seconds(5);
  bool log_ = false;
  bool renders_each_ = false;
};

}  // namespace

std::unique_ptr<Command> make_serve() { return std::make_unique<Serve>(); }

}  // namespace jobrig::commands

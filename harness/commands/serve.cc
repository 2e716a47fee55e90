#include "commands/serve.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <thread>
#include <utility>

#include "base/atomic_file.h"
#include "commands/command_line.h"
#include "commands/exchange_sinks.h"
#include "commands/loading_memory.h"
#include "commands/scenario_clock.h"
#include "commands/scenario_files.h"
#include "commands/seed.h"
#include "commands/serve_tls.h"
#include "commands/stop_signals.h"
#include "plan/planner.h"
#include "plan/tls_choice.h"
#include "report/ready_line.h"
#include "serve/certificate_folder.h"
#include "serve/journal_file.h"
#include "serve/server.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::commands {
namespace {

constexpr std::int64_t kMostWorkers = 64;

// What has to live as long as the server does, in the order it is built on.
struct Stage {
  Stage(const model::Scenario& scenario, std::uint64_t seed)
      : virtual_clock(machine, scenario.clock),
        clock(machine, virtual_clock),
        world(scenario, virtual_clock),
        planner(scenario, world, virtual_clock, seed),
        tls_choice(scenario.tls, virtual_clock) {}

  base::SystemClock machine;
  state::VirtualClock virtual_clock;
  ScenarioClock clock;
  state::World world;
  plan::Planner planner;
  plan::TlsChoice tls_choice;
};

class Serve final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("SCENARIO", scenarios_, 0, Options::kAnyNumber,
                       "files, folders or names of shipped ones, joined; none: demos/default");
    options.text("--listen", "HOST:PORT", listen_, "where to answer (127.0.0.1:0, port 0: a free one)");
    options.integer("--workers", "N", workers_, 1, kMostWorkers, "threads that answer (1)");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "what chance follows; else the scenario's, else made up");
    options.word("--contract", "EDITION", contract_, {"original", "current"},
                 "edition of scenarios that state none (original)");
    options.flag("--tls", tls_, "answer at https:// with a throw-away certificate");
    options.text("--tls-dir", "DIR", tls_folder_,
                 "where its CA lies or will lie (ca.pem: what clients trust); means --tls");
    options.text("--journal", "FILE", journal_, "write one JSON line an exchange");
    options.text("--ready-file", "FILE", ready_file_, "write the ready line there, whole or not at all");
    options.duration("--grace", "TIME", grace_, "for answers in flight, once told to stop (5s)");
    options.flag("--log", log_, "a line a request on stderr, also when that is no terminal");
    options.example("jobrig serve");
    options.example("jobrig serve outage.yaml --listen 127.0.0.1:8787 --journal journal.jsonl");
  }

  ExitCode run(Streams& streams) override {
    StopSignals signals;  // before any thread
    const auto scenario = load_for_command(scenarios_, contract_, streams.err);
    if (!scenario) {
      return ExitCode::kUserOrWorld;
    }
    if (!over_tls() && !scenario->scenario.tls.empty()) {
      streams.err << "jobrig: the scenario says how TLS is to be (\"tls\"); serve it with --tls\n";
      return ExitCode::kUserOrWorld;
    }
    const std::uint64_t seed =
        seed_ ? static_cast<std::uint64_t>(*seed_) : scenario->scenario.seed.value_or(seed_by_chance());
    Stage stage(scenario->scenario, seed);

    TerminalLog terminal(streams.err);
    ExchangeSinks sinks;
    std::unique_ptr<serve::JournalFile> journal;
    const auto complain = [&streams](std::string_view sentence) { streams.err << "jobrig: " << sentence << std::endl; };
    if (!journal_.empty()) {
      auto opened = serve::JournalFile::open(journal_, complain);
      if (!opened) {
        complain(opened.error().message);
        return ExitCode::kUserOrWorld;
      }
      journal = std::move(opened).value();
    }
    if (log_ || ::isatty(STDERR_FILENO) != 0) {
      sinks.add(terminal);
    }
    if (journal) {
      sinks.add(*journal);
    }

    give_back_loading_memory();
    auto server = start(stage, sinks, complain);
    if (!server) {
      complain(server.error().message);
      return ExitCode::kUserOrWorld;
    }
    if (!announce(**server, *scenario, seed, streams)) {
      return ExitCode::kUserOrWorld;
    }
    serve_until_told(**server, signals);
    return close(journal.get(), complain);
  }

 private:
  [[nodiscard]] bool over_tls() const { return tls_ || !tls_folder_.empty(); }

  base::Result<std::unique_ptr<serve::Server>> start(Stage& stage, model::ExchangeSink& sink,
                                                     std::function<void(std::string_view)> log) const {
    serve::ServerOptions options;
    options.listen = listen_;
    options.workers = static_cast<unsigned>(workers_);
    options.log = std::move(log);
    if (over_tls()) {
      auto tls = make_tls(tls_folder_, listen_, stage.tls_choice);
      if (!tls) {
        return tls.error();
      }
      options.tls = std::move(tls).value();
    }
    return serve::Server::start(std::move(options), stage.planner, sink, stage.clock);
  }

  [[nodiscard]] bool announce(const serve::Server& server, const CommandScenario& scenario, std::uint64_t seed,
                              Streams& streams) const {
    const std::string authority =
        tls_folder_.empty() ? "" : (std::filesystem::path(tls_folder_) / serve::kAuthorityFile).string();
    const bool original = scenario.scenario.edition == model::Edition::kOriginal;
    const std::string line =
        report::ready_line({server.endpoint(), scenario.names, original ? "original" : "current", seed,
                            static_cast<unsigned>(workers_), ::getpid(), journal_, std::string(version()), authority}) +
        "\n";
    if (!ready_file_.empty()) {
      if (const auto error = base::write_atomically(ready_file_, line)) {
        streams.err << "jobrig: " << error->message << "\n";
        return false;
      }
    }
    streams.out << line << std::flush;
    return true;
  }

  // The first signal drains, a second one ends at once.
  void serve_until_told(serve::Server& server, StopSignals& signals) const {
    std::jthread waiting([&] {
      server.wait();
      signals.finish();
    });
    signals.wait([&](int count) {
      server.stop(count == 1 ? std::chrono::duration_cast<std::chrono::milliseconds>(grace_)
                             : std::chrono::milliseconds(0));
    });
  }

  static ExitCode close(serve::JournalFile* journal, const std::function<void(std::string_view)>& complain) {
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
  std::int64_t workers_ = 1;
  std::optional<std::int64_t> seed_;
  std::string contract_;
  bool tls_ = false;
  std::string tls_folder_;
  std::string journal_;
  std::string ready_file_;
  base::Duration grace_ = std::chrono::seconds(5);
  bool log_ = false;
};

}  // namespace

std::unique_ptr<Command> make_serve() { return std::make_unique<Serve>(); }

}  // namespace jobrig::commands

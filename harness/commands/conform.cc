#include "commands/conform.h"

#include <unistd.h>

#include <cstdlib>
#include <new>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/units.h"
#include "commands/conform_agent.h"
#include "commands/exit_code.h"
#include "commands/report_outputs.h"
#include "conform/case_run.h"
#include "conform/case_selection.h"
#include "conform/case_server.h"
#include "conform/client.h"
#include "conform/debug.h"
#include "conform/expectation_files.h"
#include "conform/run.h"
#include "conform/stoppable_run.h"
#include "conform/text.h"
#include "drive/command_line.h"
#include "drive/process_supervisor.h"
#include "drive/stop_flag.h"
#include "hosting/seed.h"
#include "hosting/stop_signals.h"
#include "model/conformance_words.h"
#include "report/redaction.h"
#include "report/run_file.h"
#include "report/tally.h"

namespace jobrig::commands {
namespace {

constexpr std::int64_t kMaxJobs = 64;
constexpr std::int64_t kMaxRepeats = 10'000;
constexpr std::int64_t kMaxAttempts = 1000;
// Shorter ones in cases are words that every text contains.
constexpr std::size_t kMinSecretKey = 8;

class Conform final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("PROGRAM", client_.words, 0, Options::kAnyNumber,
                       "client command, after --; may use {endpoint}, …");
    options.flag("--adapter", client_.adapter, "speak the client protocol with PROGRAM");
    options.group("--agent, --protocol", "watch an agent through life cycles of jobs", [&] {
      options.flag("--agent", client_.agent, "watch a long-lived PROGRAM through life cycles of jobs");
      options.word("--protocol", "PROTOCOL", protocol_, agent_protocol_words(),
                   "protocol of agents: mqtt (default), …");
    });
    options.text("--profile", "NAME|FILE", client_.profile, "run a command-line client as a profile says");
    options.texts("--features", "LIST", client_.features, "capabilities of a client without adapter: tls,…");
    options.flag("--wire-only", client_.wire_only, "do not judge the exit code of PROGRAM");
    options.group("--client-name, …-version", "name and version of the client in reports", [&] {
      options.text("--client-name", "NAME", client_.name, "name of the client in reports");
      options.text("--client-version", "VERSION", client_.version, "version of the client in reports");
    });
    options.group("--attempts, …-timeout", "limits that replace the declared ones", [&] {
      options.integer("--attempts", "N", client_.attempts, 1, kMaxAttempts,
                      "attempts of a call (default: as declared, else 10)");
      options.duration("--attempt-timeout", "TIME", client_.attempt_timeout,
                       "timeout of an attempt (default: as declared)");
      options.duration("--total-timeout", "TIME", client_.total_timeout, "timeout of a call (default: as declared)");
    });
    options.texts("--env", "NAME[=VALUE]", client_.variables, "pass a variable to the client, besides PATH");
    options.texts("--run", "GLOB", selection_.run, "run only the cases whose names match: 'retry/*'");
    options.texts("--skip", "GLOB", selection_.skip, "skip the cases whose names match");
    options.texts("--cases", "PATH", selection_.paths, "run the cases in PATH instead of the built-in ones");
    options.texts("--expectations", "FILE", expectation_files_, "known failures, with reasons and expiry dates");
    options.text("--write-expectations", "FILE", write_expectations_, "write or update FILE for --expectations");
    options.text("--rerun-failed", "FILE", rerun_failed_, "run only the cases that failed in a JSON report");
    options.flag("--confirm-failures", confirm_failures_, "run failed cases again, alone, before they count");
    options.text("--debug", "CASE", debug_, "serve one case to a client that you start by hand");
    options.flag("--list", list_, "list the selected cases without running them");
    options.integer("--jobs", "N", jobs_, 1, kMaxJobs, "number of cases to run in parallel (default: 8)");
    options.duration("--deadline", "TIME", selection_.deadline, "time limit for each case (default: by the limits)");
    options.word("--levels", "PROFILE", levels_, model::level_profile_words(),
                 "levels of requirements: sdk or device-agent");
    options.flag("--strict", strict_, "treat unmet SHOULD requirements as failures");
    options.integer("--min-judged", "N", min_judged_, 0, kMaxRepeats, "fail if fewer cases are judged");
    options.group("--fail-fast, --shuffle", "stop at the first failure; shuffle the cases", [&] {
      options.flag("--fail-fast", fail_fast_, "stop at the first failure");
      options.flag("--shuffle", selection_.shuffle, "shuffle the cases; the seed determines the order");
    });
    options.integer("--repeat", "N", selection_.repeat, 1, kMaxRepeats, "run each case N times; report flaky cases");
    options.text("--shard", "I/N|auto", shard_, "run the I-th of N parts of the cases");
    options.texts("--balance", "FILE", balance_, "distribute cases by their times in a JSON report");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "random seed (default: random)");
    options.text("--listen", "HOST:PORT", listen_, "listen address (default: 127.0.0.1:0)");
    reports_.declare_in_brief(options);
    options.example("jobrig conform -- ./my-client --url {endpoint} {thingName} {jobId}");
  }

  ExitCode run(Streams& streams) override {
    const drive::CallerState caller = drive::caller_state();     // before signals are blocked
    std::optional<hosting::StopSignals> signals(std::in_place);  // before any thread
    selection_.levels = model::level_profile_named(levels_).value_or(model::LevelProfile::kSdk);
    selection_.seed = seed_ ? static_cast<std::uint64_t>(*seed_) : hosting::seed_by_chance();
    if (client_.agent) {
      return run_agents(caller, signals, streams);
    }
    if (!debug_.empty()) {
      selection_.run = {debug_};
    }
    if (const auto error = read_shard()) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    selection_.all_known = !expectation_files_.empty();
    if (const auto code = read_failed(streams)) {
      return *code;
    }
    const auto selection = conform::select_cases(selection_, streams.err);
    if (!selection) {
      return ExitCode::kUserOrWorld;
    }
    if (list_) {
      conform::print_selection(*selection, streams.out);
      return ExitCode::kFine;
    }
    if (!debug_.empty()) {
      return debug(*selection, *signals, streams);
    }
    if (const auto error = reports_.check()) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    const auto expectations = conform::read_expectations(expectation_files_, selection->known, streams.err);
    if (!expectations) {
      return ExitCode::kUserOrWorld;
    }
    const auto target = write_expectations_.empty()
                            ? std::optional<conform::ExpectationsTarget>(std::in_place)
                            : conform::open_target(write_expectations_, selection->known, streams.err);
    if (!target) {
      return ExitCode::kUserOrWorld;
    }
    drive::StopFlag stop;
    drive::ProcessSupervisor supervisor(caller);
    const conform::ConformClient client(client_, supervisor, stop, selection_.deadline, secret_keys(*selection));
    if (const auto& problem = client.problem()) {
      streams.err << "jobrig: " << *problem << "\n";
      return ExitCode::kUserOrWorld;
    }
    const auto server = start_server(streams);
    if (!server) {
      return ExitCode::kUserOrWorld;
    }
    std::string refusal;
    model::RunResult result = run_cases(*selection, *expectations, *server, client, stop, *signals, streams, refusal);
    if (!refusal.empty()) {
      streams.err << "jobrig: " << client.redaction().clean(refusal) << "\n";
      return ExitCode::kUserOrWorld;
    }
    result.shard = shard_of(*selection);
    signals.reset();  // from now on a signal ends this process, whatever a report waits for
    twice([&] { result = report::redacted(result, client.redaction()); });
    twice([&] {
      // A report on stdout must stand alone.
      const bool to_stderr = reports_.take_stdout();
      conform::print_run(result, to_stderr ? streams.err : streams.out,
                         {conform::wants_colour(to_stderr ? STDERR_FILENO : STDOUT_FILENO), reports_.detail()});
      conform::print_unmatched(server->unmatched(), client.redaction(), streams.err);
    });
    if (!write_known_failures(*target, *expectations, result, streams)) {
      return ExitCode::kUserOrWorld;
    }
    std::optional<base::Error> error;
    twice([&] { error = reports_.write({&result, 1}, streams); });
    if (error) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    return exit_code(result);
  }

 private:
  ExitCode run_agents(const drive::CallerState& caller, std::optional<hosting::StopSignals>& signals,
                      Streams& streams) const {
    AgentMode mode{client_, selection_, reports_, protocol_, static_cast<unsigned>(jobs_), fail_fast_, list_};
    mode.cases_only = {{"--adapter", client_.adapter},
                       {"--profile", !client_.profile.empty()},
                       {"--features", !client_.features.empty()},
                       {"--wire-only", client_.wire_only},
                       {"--expectations", !expectation_files_.empty()},
                       {"--write-expectations", !write_expectations_.empty()},
                       {"--rerun-failed", !rerun_failed_.empty()},
                       {"--confirm-failures", confirm_failures_},
                       {"--debug", !debug_.empty()},
                       {"--shard", !shard_.empty()},
                       {"--repeat", selection_.repeat > 1}};
    return run_agent_mode(mode, caller, signals, streams);
  }

  static std::vector<std::string> secret_keys(const conform::Selection& selection) {
    std::vector<std::string> keys;
    for (const conform::SelectedCase& selected : selection.cases) {
      if (std::string key = conform::secret_key(*selected.first); key.size() >= kMinSecretKey) {
        keys.push_back(std::move(key));
      }
    }
    return keys;
  }

  /// The cases that failed in an earlier run. Returns an exit code when there is nothing to run.
  std::optional<ExitCode> read_failed(Streams& streams) {
    if (rerun_failed_.empty()) {
      return std::nullopt;
    }
    const auto runs = report::read_run_file(rerun_failed_);
    if (!runs) {
      streams.err << "jobrig: " << runs.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    selection_.only.emplace();
    for (const model::RunResult& run : *runs) {
      for (const model::CaseResult& result : run.results) {
        if (report::is_red(result)) {
          selection_.only->insert(result.name);
        }
      }
      selection_.seed = seed_ ? selection_.seed : run.seed;
    }
    if (!selection_.only->empty()) {
      return std::nullopt;
    }
    streams.err << "jobrig: no case failed in " << rerun_failed_ << ": nothing to run\n";
    return ExitCode::kFine;
  }

  bool write_known_failures(const conform::ExpectationsTarget& target, const std::vector<model::Expectation>& given,
                            const model::RunResult& result, Streams& streams) const {
    if (target.path.empty()) {
      return true;
    }
    if (result.interrupted) {
      streams.err << "jobrig: " << target.path << " is not changed: the run was interrupted\n";
      return true;
    }
    return conform::write_target(target, given, result, base::SystemClock().civil(), streams.err);
  }

  std::optional<base::Error> read_shard() {
    if (!balance_.empty() && shard_.empty()) {
      return base::Error{"--balance needs --shard"};
    }
    if (shard_.empty()) {
      return std::nullopt;
    }
    const auto shard = conform::parse_shard(shard_, [](const char* name) { return std::getenv(name); });
    if (!shard) {
      return shard.error();
    }
    selection_.shard = *shard;
    for (const std::string& file : balance_) {
      const auto runs = report::read_run_file(file);
      if (!runs) {
        return runs.error();
      }
      conform::add_case_times(*runs, selection_.times);
    }
    return std::nullopt;
  }

  /// What `report --merge` compares.
  [[nodiscard]] std::optional<model::RunShard> shard_of(const conform::Selection& selection) const {
    if (shard_.empty()) {
      return std::nullopt;
    }
    std::vector<std::string> words;
    const auto add = [&words](bool given, const std::string& option) {
      if (given) {
        words.push_back(option);
      }
    };
    add(selection_.repeat > 1, "--repeat " + std::to_string(selection_.repeat));
    add(selection_.deadline.count() > 0, "--deadline " + base::format_duration(selection_.deadline));
    add(selection_.levels != model::LevelProfile::kSdk, "--levels " + levels_);
    add(selection_.shuffle, "--shuffle");
    add(fail_fast_, "--fail-fast");
    add(confirm_failures_, "--confirm-failures");
    for (const std::string& file : expectation_files_) {
      add(true, "--expectations " + file);
    }
    add(!balance_.empty(), "--balance (distribution " + selection.distribution + ")");
    std::string options;
    for (const std::string& word : words) {
      options += (options.empty() ? "" : " ") + word;
    }
    return model::RunShard{selection_.shard.index, selection_.shard.count, selection.of_all_shards, selection.suite,
                           std::move(options)};
  }

  /// A failed allocation must not lose the result. The second attempt may succeed.
  template <typename Step>
  static void twice(const Step& step) {
    try {
      step();
    } catch (const std::bad_alloc&) {
      step();
    }
  }

  /// Null, after a message, when the port cannot be opened.
  [[nodiscard]] std::unique_ptr<conform::CaseServer> start_server(Streams& streams) const {
    auto server = conform::CaseServer::start(
        listen_, [&streams](std::string_view sentence) { streams.err << "jobrig: " << sentence << std::endl; });
    if (!server) {
      streams.err << "jobrig: " << server.error().message << "\n";
      return nullptr;
    }
    return std::move(*server);
  }

  ExitCode debug(const conform::Selection& selection, hosting::StopSignals& signals, Streams& streams) const {
    const auto server = start_server(streams);
    if (!server) {
      return ExitCode::kUserOrWorld;
    }
    const auto run = conform::debug_case(selection, *server, selection_.seed, strict_, signals, streams.out);
    if (!run) {
      streams.err << "jobrig: " << run.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    conform::print_run(*run, streams.out, {conform::wants_colour(STDOUT_FILENO), report::TextDetail::kEverything});
    return exit_code(*run);
  }

  model::RunResult run_cases(const conform::Selection& selection, const std::vector<model::Expectation>& expectations,
                             conform::CaseServer& server, const conform::ConformClient& client, drive::StopFlag& stop,
                             hosting::StopSignals& signals, Streams& streams, std::string& refusal) const {
    conform::RunOptions options;
    options.seed = selection_.seed;
    options.fail_fast = fail_fast_;
    options.confirm_failures = confirm_failures_;
    options.jobs = static_cast<unsigned>(jobs_);
    for (const std::string& path : selection_.paths) {
      options.case_words += " --cases " + drive::command_line({path});
    }
    if (selection_.levels != model::LevelProfile::kSdk) {
      options.case_words += " --levels " + levels_;
    }
    options.client_words = client.command_words();
    options.judging.strict = strict_;
    options.amend = [&client](model::ClientDescription& declared) { client.amend(declared); };
    options.coverage = {static_cast<std::size_t>(min_judged_), !shard_.empty()};
    options.log = [&streams](std::string_view sentence) { streams.err << "jobrig: " << sentence << std::endl; };
    options.expectations = {expectations, base::SystemClock().civil(), strict_};
    conform::ConformRun run(
        selection, server, stop, [&client] { return client.make_driver(); }, std::move(options));
    conform::ProgressBar bar(streams.err, ::isatty(STDERR_FILENO) != 0);
    model::RunResult result = conform::run_until_stopped(
        run, [&bar](const model::CaseResult& one, std::size_t done, std::size_t of) { bar.show(one, done, of); }, stop,
        signals);
    bar.clear();
    refusal = run.refusal();
    return result;
  }

  conform::ClientOptions client_;
  std::string protocol_ = "mqtt";
  std::vector<std::string> expectation_files_;
  std::string write_expectations_;
  std::string rerun_failed_;
  bool confirm_failures_ = false;
  conform::SelectionOptions selection_;
  std::string shard_;
  std::vector<std::string> balance_;
  std::string debug_;
  bool list_ = false;
  std::int64_t jobs_ = 8;
  std::int64_t min_judged_ = 0;
  std::string levels_ = "sdk";
  bool strict_ = false;
  bool fail_fast_ = false;
  std::optional<std::int64_t> seed_;
  std::string listen_ = "127.0.0.1:0";
  ReportOutputs reports_;
};

}  // namespace

std::unique_ptr<Command> make_conform() { return std::make_unique<Conform>(); }

}  // namespace jobrig::commands

#include "commands/experiment.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/output_file.h"
#include "base/quote.h"
#include "base/threads.h"
#include "base/units.h"
#include "base/version.h"
#include "conform/experiment_files.h"
#include "drive/stop_flag.h"
#include "experiment/course.h"
#include "experiment/outcome.h"
#include "hosting/seed.h"
#include "hosting/stop_signals.h"
#include "remote/admin_token.h"
#include "remote/experiment_run.h"
#include "report/diagnostics_text.h"
#include "report/plain_text.h"

namespace jobrig::commands {
namespace {

using experiment::Ending;

// From the second signal on, the rules may stay switched until their time is over.
constexpr std::chrono::milliseconds kPatienceOfSignals{2000};

ExitCode exit_code_of(Ending ending) {
  switch (ending) {
    case Ending::kHeld:
      return ExitCode::kFine;
    case Ending::kNotHeld:
      return ExitCode::kVerdict;
    case Ending::kNotSteady:
    case Ending::kHalted:
      return ExitCode::kHalted;
    case Ending::kInterrupted:
      return ExitCode::kInterrupted;
    case Ending::kBroken:
      break;
  }
  return ExitCode::kUserOrWorld;
}

class ExperimentCommand final : public Command {
 public:
  ExperimentCommand() : files_(experiment::outcome_formats().size()) {}

  void declare(Options& options) override {
    options.positional("EXPERIMENT", name_, "file, or name of a built-in experiment");
    options.text("--admin", "URL", admin_, "URL of the admin interface of the mock, or of one of its sandboxes");
    options.flag("--virtual", virtual_, "advance the clock of the mock when a phase has its requests; do not wait");
    options.duration("--patience", "TIME", patience_, "wait TIME for requests, with --virtual (default: 30s)");
    options.integer("--seed", "N", seed_, 0, INT64_MAX, "random seed (default: the experiment's, else random)");
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const experiment::OutcomeFormat& format = experiment::outcome_formats()[i];
      options.texts(std::string(format.option), "FILE", files_[i], std::string(format.summary));
    }
    options.duration("--timeout", "TIME", timeout_, "time limit for each admin request (default: 10s)");
    options.text("--token", "TOKEN", token_, "token of the admin interface (default: $JOBRIG_ADMIN_TOKEN)");
    options.text("--token-file", "FILE", token_file_, "read the token from FILE");
    options.example("jobrig experiment experiments/slow-line --admin http://127.0.0.1:8788");
    options.example("jobrig experiment mine.yaml --admin http://127.0.0.1:8788 --virtual");
  }

  ExitCode run(Streams& streams) override {
    hosting::StopSignals signals({true, kPatienceOfSignals});  // before any thread
    base::Diagnostics diagnostics;
    report::SourceTexts texts;
    const auto experiment = conform::load_experiment(name_, diagnostics, texts);
    if (!experiment) {
      streams.err << report::diagnostics_text(diagnostics, texts);
      return ExitCode::kUserOrWorld;
    }
    const auto options = run_options();
    if (!options) {
      streams.err << "jobrig: " << options.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    const base::Result<experiment::Outcome> outcome = carry_out(*experiment, *options, signals, streams);
    if (!outcome) {
      streams.err << "jobrig: " << admin_ << ": " << outcome.error().message << "\n";
      return ExitCode::kUserOrWorld;
    }
    const bool written = write(*outcome, streams);
    return written ? exit_code_of(outcome->ending) : ExitCode::kUserOrWorld;
  }

 private:
  /// Checks everything that can be wrong before a rule is switched.
  [[nodiscard]] base::Result<remote::ExperimentRunOptions> run_options() const {
    if (admin_.empty()) {
      return base::Error{"experiment needs --admin URL, as in the ready line of serve"};
    }
    auto target = remote::read_probe_url(admin_, "");
    if (!target) {
      return base::Error{base::quoted(admin_) + " is not the URL of an admin interface; expected http://HOST:PORT"};
    }
    const auto token = remote::read_admin_token(token_, token_file_, "--token");
    if (!token) {
      return token.error();
    }
    for (const std::vector<std::string>& files : files_) {
      for (const std::string& file : files) {
        if (auto error = file == "-" ? std::nullopt : base::check_output(file)) {
          return *error;
        }
      }
    }
    while (target->path.ends_with('/')) {
      target->path.pop_back();
    }
    target->authorization = token->empty() ? "" : "Bearer " + *token;
    return remote::ExperimentRunOptions{std::move(*target), std::chrono::ceil<std::chrono::milliseconds>(timeout_),
                                        patience_};
  }

  [[nodiscard]] base::Result<experiment::Outcome> carry_out(const experiment::Experiment& experiment,
                                                            const remote::ExperimentRunOptions& options,
                                                            hosting::StopSignals& signals, Streams& streams) const {
    experiment::Outcome outcome;
    outcome.name = experiment.name;
    outcome.summary = experiment.summary;
    outcome.scenario = experiment.scenario;
    outcome.jobrig_version = base::version();
    outcome.seed = seed_ ? static_cast<std::uint64_t>(*seed_) : experiment.seed.value_or(hosting::seed_by_chance());
    outcome.virtual_time = virtual_;
    experiment::Course course(experiment, {outcome.seed, virtual_});
    const base::SystemClock clock;
    outcome.began = clock.civil();
    const base::Monotonic began = clock.monotonic();
    drive::StopFlag stop;
    base::Result<std::vector<std::string>> not_restored = base::Error{};
    base::Threads running;
    if (auto error = running.start({[&] {
          struct Finish {
            hosting::StopSignals& signals;
            ~Finish() { signals.finish(); }
          } const finish{signals};  // also when the run throws
          not_restored = remote::run_experiment(course, options, stop, [&streams](const experiment::Phase& phase) {
            streams.err << "jobrig: " << report::one_line(phase.name) << ", "
                        << base::format_duration(std::chrono::round<std::chrono::milliseconds>(phase.duration))
                        << std::endl;
          });
        }})) {
      return *error;
    }
    signals.wait([&stop](int) { stop.raise(); });
    running.join();
    if (!not_restored) {
      return not_restored.error();
    }
    outcome.took = std::chrono::round<base::Duration>(clock.monotonic() - began);
    outcome.phases = course.phases();
    outcome.ending = course.ending().value_or(Ending::kBroken);
    outcome.reason = course.reason();
    outcome.not_restored = *not_restored;
    return outcome;
  }

  /// The text goes to stdout unless a report does.
  bool write(const experiment::Outcome& outcome, Streams& streams) const {
    bool good = true;
    bool on_stdout = false;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      for (const std::string& file : files_[i]) {
        const std::string text = experiment::outcome_formats()[i].write(outcome);
        if (file == "-") {
          streams.out << text;
          on_stdout = true;
        } else if (const auto error = base::write_output(file, text)) {
          streams.err << "jobrig: " << error->message << "\n";
          good = false;
        }
      }
    }
    if (!on_stdout) {
      streams.out << experiment::outcome_text(outcome);
    }
    return good;
  }

  std::string name_;
  std::string admin_;
  bool virtual_ = false;
  base::Duration patience_ = std::chrono::seconds(30);
  std::optional<std::int64_t> seed_;
  std::vector<std::vector<std::string>> files_;  // by row of outcome_formats()
  base::Duration timeout_ = std::chrono::seconds(10);
  std::string token_;
  std::string token_file_;
};

}  // namespace

std::unique_ptr<Command> make_experiment() { return std::make_unique<ExperimentCommand>(); }

}  // namespace jobrig::commands

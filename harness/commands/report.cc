#include "commands/report.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/exit_code.h"
#include "commands/report_outputs.h"
#include "compare/formats.h"
#include "compare/runs.h"
#include "conform/text.h"
#include "judge/coverage.h"
#include "merge/shards.h"
#include "report/catalogue.h"
#include "report/redaction.h"
#include "report/run_file.h"

namespace jobrig::commands {
namespace {

class Report final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("FILE", files_, 1, Options::kAnyNumber, "results written by jobrig conform --json");
    options.flag("--merge", merge_, "join the files of all shards of a run");
    options.text("--against", "FILE", against_, "compare with an earlier result: fail for regressions only");
    outputs_.declare(options);
    options.example("jobrig report boto3.json aws-cli.json --html matrix.html");
    options.example("jobrig report boto3.json --against last.json --markdown changes.md");
    options.example("jobrig report --merge shard-1.json shard-2.json --junit conform.xml");
  }

  ExitCode run(Streams& streams) override {
    if (const auto error = outputs_.check()) {
      return refuse(error->message, streams);
    }
    return merge_ ? merge(streams) : join(streams);
  }

 private:
  static ExitCode refuse(const std::string& message, Streams& streams) {
    streams.err << "jobrig: " << message << "\n";
    return ExitCode::kUserOrWorld;
  }

  ExitCode join(Streams& streams) const {
    std::vector<model::RunResult> runs;
    for (const std::string& path : files_) {
      auto read = report::read_run_file(path);
      if (!read) {
        return refuse(read.error().message, streams);
      }
      std::move(read->begin(), read->end(), std::back_inserter(runs));
    }
    return against_.empty() ? write(runs, streams) : compare(runs, streams);
  }

  /// Reports all mistakes: a shard that was killed left no file, and the others tell which one it was.
  ExitCode merge(Streams& streams) const {
    std::vector<merge::NamedRun> shards;
    ExitCode code = ExitCode::kFine;
    for (const std::string& path : files_) {
      auto read = report::read_run_file(path);
      if (!read) {
        code = refuse(read.error().message, streams);
        continue;
      }
      for (model::RunResult& run : *read) {
        shards.push_back({path, std::move(run)});
      }
    }
    merge::Merged merged = merge::merge_shards(std::move(shards));
    for (const std::string& problem : merged.problems) {
      code = refuse(problem, streams);
    }
    if (code != ExitCode::kFine || !merged.run) {
      return ExitCode::kUserOrWorld;
    }
    judge::add_coverage_problems({}, *merged.run);
    if (!against_.empty()) {
      return compare({*merged.run}, streams);
    }
    code = write({*merged.run}, streams);
    return code == ExitCode::kFine ? exit_code(*merged.run) : code;
  }

  /// The formats of comparisons have the options of the formats of runs.
  ExitCode compare(const std::vector<model::RunResult>& runs, Streams& streams) const {
    std::vector<std::string_view> options;
    for (const compare::ComparisonFormat& format : compare::comparison_formats()) {
      options.push_back(format.option);
    }
    if (const report::FormatRow* const other = outputs_.other_than(options)) {
      return refuse("--against cannot write " + std::string(other->option) + "; use --text, --json or --markdown",
                    streams);
    }
    const auto last = report::read_run_file(against_);
    if (!last) {
      return refuse(last.error().message, streams);
    }
    const auto comparisons = compare::compare_reports(redacted(*last), redacted(runs));
    if (!comparisons) {
      return refuse(comparisons.error().message, streams);
    }
    const auto text_of = [&](std::string_view option) {
      const auto formats = compare::comparison_formats();
      const auto format =
          std::find_if(formats.begin(), formats.end(), [&](const auto& one) { return one.option == option; });
      return report::without_commands(format->write(*comparisons), format->escapes);
    };
    if (!outputs_.any()) {
      streams.out << text_of(options.front());
    } else if (const auto error =
                   outputs_.write([&](const report::FormatRow& row) { return text_of(row.option); }, streams)) {
      return refuse(error->message, streams);
    }
    const bool worse = std::any_of(comparisons->begin(), comparisons->end(),
                                   [](const auto& one) { return compare::regressions(one) > 0; });
    return worse ? ExitCode::kVerdict : ExitCode::kFine;
  }

  static std::vector<model::RunResult> redacted(std::vector<model::RunResult> runs) {
    for (model::RunResult& run : runs) {
      run = report::redacted(std::move(run));
    }
    return runs;
  }

  ExitCode write(const std::vector<model::RunResult>& runs, Streams& streams) const {
    if (!outputs_.any()) {
      streams.out << report::terminal_text(runs, {conform::wants_colour(STDOUT_FILENO), outputs_.detail()});
      return ExitCode::kFine;
    }
    const auto error = outputs_.write(runs, streams);
    return error ? refuse(error->message, streams) : ExitCode::kFine;
  }

  std::vector<std::string> files_;
  bool merge_ = false;
  std::string against_;
  ReportOutputs outputs_;
};

}  // namespace

std::unique_ptr<Command> make_report() { return std::make_unique<Report>(); }

}  // namespace jobrig::commands

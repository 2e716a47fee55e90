#include "commands/report.h"

#include <iterator>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "commands/report_outputs.h"
#include "report/catalogue.h"
#include "report/run_file.h"

namespace jobrig::commands {
namespace {

class Report final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("FILE", files_, 1, Options::kAnyNumber, "results written by jobrig conform --json");
    outputs_.declare(options);
    options.example("jobrig report boto3.json aws-cli.json --html matrix.html");
  }

  ExitCode run(Streams& streams) override {
    if (const auto error = outputs_.check()) {
      return refuse(error->message, streams);
    }
    std::vector<model::RunResult> runs;
    for (const std::string& path : files_) {
      auto read = report::read_run_file(path);
      if (!read) {
        return refuse(read.error().message, streams);
      }
      std::move(read->begin(), read->end(), std::back_inserter(runs));
    }
    if (!outputs_.any()) {
      streams.out << report::write_report(report::catalogue().front(), runs);
      return ExitCode::kFine;
    }
    const auto error = outputs_.write(runs, streams);
    return error ? refuse(error->message, streams) : ExitCode::kFine;
  }

 private:
  static ExitCode refuse(const std::string& message, Streams& streams) {
    streams.err << "jobrig: " << message << "\n";
    return ExitCode::kUserOrWorld;
  }

  std::vector<std::string> files_;
  ReportOutputs outputs_;
};

}  // namespace

std::unique_ptr<Command> make_report() { return std::make_unique<Report>(); }

}  // namespace jobrig::commands

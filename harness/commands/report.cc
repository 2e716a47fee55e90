#include "commands/report.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "commands/report_outputs.h"
#include "report/catalogue.h"
#include "report/run_json_reader.h"

namespace jobrig::commands {
namespace {

// A run of all cases is a few MiB.
constexpr std::size_t kMaxReport = std::size_t{256} * 1024 * 1024;

base::Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return base::Error{"cannot read " + path};
  }
  std::string text;
  std::vector<char> block(std::size_t{64} * 1024);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxReport) {
      return base::Error{path + " is larger than 256 MiB, which no report of jobrig is"};
    }
  }
  // A folder opens and cannot be read.
  return file.bad() ? base::Result<std::string>(base::Error{"cannot read " + path}) : std::move(text);
}

class Report final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("FILE", files_, 1, Options::kAnyNumber, "what jobrig conform --json wrote; one or several");
    outputs_.declare(options);
    options.example("jobrig report boto3.json aws-cli.json --html matrix.html");
  }

  ExitCode run(Streams& streams) override {
    std::vector<model::RunResult> runs;
    for (const std::string& path : files_) {
      const auto text = read_file(path);
      if (!text) {
        return refuse(text.error().message, streams);
      }
      auto read = report::read_run_json(*text);
      if (!read) {
        return refuse(path + " " + read.error().message, streams);
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

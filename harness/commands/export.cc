#include "commands/export.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <system_error>

#include "tracing/traces.h"

namespace jobrig::commands {
namespace {

class Export final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("JOURNAL", file_, "file written by jobrig serve --journal");
    options.flag("--otlp-json", otlp_json_, "write traces of OpenTelemetry, one span per exchange, as JSON lines");
    options.flag("--tls", tls_, "state the scheme https, for a journal of serve --tls");
    options.example("jobrig export --otlp-json journal.jsonl > traces.jsonl");
  }

  ExitCode run(Streams& streams) override {
    if (!otlp_json_) {
      return refuse("export needs a format: --otlp-json", streams);
    }
    const std::string& path = file_;
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      return refuse("cannot read " + path + ": it is a folder; expected a journal file", streams);
    }
    std::ifstream journal(path, std::ios::binary);
    if (!journal) {
      return refuse("cannot read " + path + ": " + std::generic_category().message(errno), streams);
    }
    const auto exported = tracing::export_traces(journal, tls_ ? "https" : "http", streams.out);
    if (!exported) {
      return refuse(path + ":" + exported.error().message, streams);
    }
    if (journal.bad()) {
      return refuse("cannot read " + path + " completely", streams);
    }
    if (exported->was_cut) {
      streams.err << "jobrig: " << path << ": the last line is incomplete and was left out\n";
    }
    if (exported->missing > 0) {
      streams.err << "jobrig: " << path << " lacks " << exported->missing << " exchanges, which were dropped\n";
    }
    return ExitCode::kFine;
  }

 private:
  static ExitCode refuse(const std::string& sentence, Streams& streams) {
    streams.err << "jobrig: " << sentence << "\n";
    return ExitCode::kUserOrWorld;
  }

  std::string file_;
  bool otlp_json_ = false;
  bool tls_ = false;
};

}  // namespace

std::unique_ptr<Command> make_export() { return std::make_unique<Export>(); }

}  // namespace jobrig::commands

#include "commands/init.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "commands/command_line.h"
#include "init/project.h"

namespace jobrig::commands {
namespace {

namespace fs = std::filesystem;

// A few seconds; they need no more than a plain client can do.
constexpr std::string_view kFirstCases = "request/*";

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(line.size(), end + 1));
  }
  return words;
}

class Init final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("DIR", folder_, "folder for the files, created if necessary (default: .)");
    std::vector<std::string> names;
    std::string list;
    for (const init::KindRow& kind : init::kinds()) {
      names.emplace_back(kind.name);
      list += (list.empty() ? "" : ", ") + std::string(kind.name);
    }
    options.word("--kind", "KIND", kind_, names, "kind of client: " + list + " (default: command)");
    options.example("jobrig init my-client --kind python");
  }

  ExitCode run(Streams& streams) override {
    const init::KindRow& kind = *init::kind_named(kind_);
    const fs::path folder = folder_.value_or(".");
    const std::vector<init::ProjectFile> files = init::project_files(kind);
    if (const auto error = init::write_project(folder, files)) {
      streams.err << "jobrig: " << error->message << "\n";
      return ExitCode::kUserOrWorld;
    }
    streams.out << "wrote " << kind.summary << ":\n";
    for (const init::ProjectFile& file : files) {
      streams.out << "  " << (folder / file.path).lexically_normal().string() << "\n";
    }
    std::error_code error;
    fs::current_path(folder, error);
    if (error) {
      streams.err << "jobrig: cannot enter \"" << folder.string() << "\": " << error.message() << "\n";
      return ExitCode::kUserOrWorld;
    }
    streams.out << "\n"
                << (!folder_ ? "" : "$ cd " + folder.string() + "\n") << "$ jobrig conform --run '" << kFirstCases
                << "' --seed 1 " << kind.client << "\n"
                << std::flush;
    std::vector<std::string> words{"conform", "--run", std::string(kFirstCases), "--seed", "1"};
    for (std::string& word : words_of(kind.client)) {
      words.push_back(std::move(word));
    }
    const ExitCode code = run_command_line(words, streams);
    if (code == ExitCode::kFine || code == ExitCode::kVerdict) {
      streams.out << "\nnext: " << kind.edit << ". Then run all cases:\n  jobrig conform --expectations "
                  << "known-failures.yaml " << kind.client << "\n"
                  << "ci.yml.example runs them in a pipeline; jobrig conform --help lists the reports.\n";
    }
    return code;
  }

 private:
  std::optional<std::string> folder_;
  std::string kind_ = "command";
};

}  // namespace

std::unique_ptr<Command> make_init() { return std::make_unique<Init>(); }

}  // namespace jobrig::commands

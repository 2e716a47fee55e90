#include "commands/check.h"

#include <ostream>
#include <string>
#include <vector>

#include "conform/check_files.h"
#include "contract/editions.h"
#include "report/diagnostics_text.h"

namespace jobrig::commands {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string warnings_of(const base::Diagnostics& diagnostics) {
  const std::size_t count = diagnostics.warnings().size();
  return count == 0 ? "" : ", " + counted(count, "warning");
}

class Check final : public Command {
 public:
  void declare(Options& options) override {
    options.positional(
        "PATH", words_, 1, Options::kAnyNumber,
        "scenarios, cases, profiles, experiments, life cycles and known failures: files, folders (every .yaml and .yml "
        "file below), built-in names; - is standard input");
    std::vector<std::string> editions;
    for (const auto& row : contract::editions()) {
      editions.emplace_back(row.word);
    }
    options.word("--contract", "EDITION", contract_, editions,
                 "edition for scenarios that set none (default: original)");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "output format: text (default) or json");
    options.flag("--strict", strict_, "exit with code 3 if there are warnings and no mistakes");
    options.flag("--replicas", replicas_, "warn of what differs between several servers with the scenario");
    options.example("jobrig check scenarios/");
    options.example("generate-scenario | jobrig check - --format json");
  }

  ExitCode run(Streams& streams) override {
    const auto edition = contract::edition_named(contract_).value_or(model::Edition::kOriginal);
    const auto [diagnostics, texts] = conform::check_files(words_, edition, replicas_);
    if (format_ == "json") {
      streams.out << report::diagnostics_json(diagnostics, texts.size());
    } else {
      streams.out << report::diagnostics_text(diagnostics, texts);
      if (diagnostics.empty()) {
        streams.out << counted(texts.size(), "file") << ", no mistakes" << warnings_of(diagnostics) << '\n';
      }
    }
    if (!diagnostics.empty()) {
      return ExitCode::kUserOrWorld;
    }
    return strict_ && !diagnostics.warnings().empty() ? ExitCode::kWarnings : ExitCode::kFine;
  }

 private:
  std::vector<std::string> words_;
  std::string contract_ = "original";
  std::string format_ = "text";
  bool strict_ = false;
  bool replicas_ = false;
};

}  // namespace

std::unique_ptr<Command> make_check() { return std::make_unique<Check>(); }

}  // namespace jobrig::commands

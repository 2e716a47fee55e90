#include "commands/check.h"

#include <ostream>
#include <string>
#include <vector>

#include "contract/editions.h"
#include "load/case_loader.h"
#include "load/document.h"
#include "load/expectations.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "plan/verify_answers.h"
#include "report/diagnostics_text.h"

namespace jobrig::commands {
namespace {

class Check final : public Command {
 public:
  void declare(Options& options) override {
    options.positional(
        "PATH", words_, 1, Options::kAnyNumber,
        "files of scenarios, conformance cases and expectations, folders (all .yaml files below them) or names of "
        "shipped ones");
    std::vector<std::string> editions;
    for (const auto& row : contract::editions()) {
      editions.emplace_back(row.word);
    }
    options.word("--contract", "EDITION", contract_, editions, "edition of scenarios that state none (original)");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "text (default) or json");
    options.example("jobrig check scenarios/");
    options.example("jobrig check my.yaml --format json");
  }

  ExitCode run(Streams& streams) override {
    base::Diagnostics diagnostics;
    report::SourceTexts texts;
    std::vector<load::Document> expectations;
    for (const std::string& word : words_) {
      for (load::Source& source : load::find_sources(word, diagnostics)) {
        auto document = load::parse(source, diagnostics);
        if (document && load::kind_of(*document) == load::SourceKind::kExpectations) {
          expectations.push_back(std::move(*document));
        } else if (document) {
          check(*document, diagnostics);
        }
        texts.emplace(std::move(source.file), std::move(source.text));
      }
    }
    check_expectations(expectations, diagnostics);
    if (format_ == "json") {
      streams.out << report::diagnostics_json(diagnostics, texts.size());
    } else if (diagnostics.empty()) {
      streams.out << texts.size() << (texts.size() == 1 ? " file" : " files") << ", no mistakes\n";
    } else {
      streams.out << report::diagnostics_text(diagnostics, texts);
    }
    return diagnostics.empty() ? ExitCode::kFine : ExitCode::kUserOrWorld;
  }

 private:
  void check(const load::Document& document, base::Diagnostics& diagnostics) {
    if (load::kind_of(document) == load::SourceKind::kCase) {
      const auto names = model::case_names(load::case_name(document.name), 1);
      if (const auto one = load::load_case(document, names, diagnostics)) {
        plan::verify_answers(one->scenario, diagnostics);
        load::add_known_case(*one, known_);
      }
      return;
    }
    const auto edition = contract::edition_named(contract_);
    const auto scenario = load::load_scenario(document, diagnostics, edition.value_or(model::Edition::kOriginal));
    if (scenario) {
      plan::verify_answers(*scenario, diagnostics);
    }
  }

  /// They may speak of the cases that are checked with them and of those inside the program.
  void check_expectations(const std::vector<load::Document>& expectations, base::Diagnostics& diagnostics) {
    if (!expectations.empty()) {
      for (const model::ConformanceCase& shipped : load::shipped_cases()) {
        load::add_known_case(shipped, known_);
      }
    }
    for (const load::Document& one : expectations) {
      load::load_expectations(one, known_, diagnostics);
    }
  }

  std::vector<std::string> words_;
  load::KnownCases known_;
  std::string contract_ = "original";
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_check() { return std::make_unique<Check>(); }

}  // namespace jobrig::commands

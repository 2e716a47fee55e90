#include "conform/check_files.h"

#include <utility>

#include "expectations/reader.h"
#include "load/case_loader.h"
#include "load/document.h"
#include "load/replicas.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "load/warnings.h"
#include "model/case_names.h"
#include "plan/verify_answers.h"
#include "suite/requirements.h"

namespace jobrig::conform {
namespace {

void check_case(const load::Document& document, expectations::KnownCases& known, base::Diagnostics& diagnostics) {
  const auto names = model::case_names(load::case_name(document.name), 1);
  if (const auto conformance_case = load::load_case(document, names, diagnostics)) {
    plan::verify_answers(conformance_case->scenario, diagnostics);
    load::warn_about(conformance_case->scenario, diagnostics);
    expectations::add_known_case(*conformance_case, known);
  }
}

void check_scenario(const load::Document& document, model::Edition when_unstated, bool replicas,
                    base::Diagnostics& diagnostics) {
  if (const auto scenario = load::load_scenario(document, diagnostics, when_unstated)) {
    plan::verify_answers(*scenario, diagnostics);
    load::warn_about(*scenario, diagnostics);
    if (replicas) {
      load::warn_about_replicas(*scenario, document.file, diagnostics);
    }
  }
}

void check_expectations(const std::vector<load::Document>& documents, expectations::KnownCases& known,
                        base::Diagnostics& diagnostics) {
  if (!documents.empty()) {
    for (const model::ConformanceCase& built_in : load::shipped_cases()) {
      expectations::add_known_case(built_in, known);
    }
  }
  for (const load::Document& document : documents) {
    expectations::load_expectations(document, known, diagnostics);
  }
}

}  // namespace

CheckedFiles check_files(const std::vector<std::string>& words, model::Edition when_unstated, bool replicas) {
  CheckedFiles checked;
  expectations::KnownCases known;
  std::vector<load::Document> expectations;
  for (const std::string& word : words) {
    for (load::Source& source : load::find_sources(word, checked.diagnostics)) {
      auto document = load::parse(source, checked.diagnostics);
      checked.texts.emplace(std::move(source.file), std::move(source.text));
      if (!document) {
        continue;
      }
      switch (load::kind_of(*document)) {
        case load::SourceKind::kScenario:
          check_scenario(*document, when_unstated, replicas, checked.diagnostics);
          break;
        case load::SourceKind::kCase:
          for (const load::Document& one : load::case_documents(*document, checked.diagnostics)) {
            check_case(one, known, checked.diagnostics);
          }
          break;
        case load::SourceKind::kRequirements:
          suite::load_requirements(document->root, checked.diagnostics);
          break;
        case load::SourceKind::kExpectations:
          expectations.push_back(std::move(*document));
          break;
      }
    }
  }
  check_expectations(expectations, known, checked.diagnostics);
  return checked;
}

}  // namespace jobrig::conform

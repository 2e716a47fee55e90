#include "conform/check_files.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "conform/experiment_files.h"
#include "conform/profile_files.h"
#include "expectations/reader.h"
#include "life_cycles/loader.h"
#include "load/document.h"
#include "load/replicas.h"
#include "load/scenario_loader.h"
#include "load/sources.h"
#include "load/warnings.h"
#include "model/case_names.h"
#include "plan/verify_answers.h"
#include "suite/case_loader.h"
#include "suite/requirements.h"

namespace jobrig::conform {
namespace {

/// A built-in case of a family is checked with its family.
std::vector<load::Source> sources_of(const std::string& word, base::Diagnostics& diagnostics) {
  std::error_code unknown;
  if (!std::filesystem::exists(word, unknown) && load::shipped_sources(word).empty()) {
    if (auto profile = shipped_profile(word)) {
      return {std::move(*profile)};
    }
    if (const std::string family = suite::family_of(word); !family.empty()) {
      return load::shipped_sources(family);
    }
  }
  return load::find_sources(word, diagnostics);
}

void check_case(const load::Document& document, expectations::KnownCases& known, base::Diagnostics& diagnostics) {
  const auto names = model::case_names(suite::case_name(document.name), 1);
  if (const auto conformance_case = suite::load_case(document, names, diagnostics)) {
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

void check_life_cycle(const load::Document& document, base::Diagnostics& diagnostics) {
  if (const auto cycle = life_cycles::load_life_cycle(document, diagnostics)) {
    plan::verify_answers(cycle->scenario, diagnostics);
    load::warn_about(cycle->scenario, diagnostics);
  }
}

void check_expectations(const std::vector<load::Document>& documents, expectations::KnownCases& known,
                        base::Diagnostics& diagnostics) {
  if (!documents.empty()) {
    for (const model::ConformanceCase& built_in : suite::shipped_cases()) {
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
    for (load::Source& source : sources_of(word, checked.diagnostics)) {
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
          for (const load::Document& one : suite::case_documents(*document, checked.diagnostics)) {
            check_case(one, known, checked.diagnostics);
          }
          break;
        case load::SourceKind::kProfile:
          load_profile(*document, checked.diagnostics);
          break;
        case load::SourceKind::kExperiment:
          load_experiment(*document, checked.diagnostics);
          break;
        case load::SourceKind::kLifeCycle:
          check_life_cycle(*document, checked.diagnostics);
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

// Check files: collects all errors and warnings in scenarios, conformance cases, client profiles, experiments and lists
// of known failures. It prints nothing.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/contract_words.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

struct CheckedFiles {
  base::Diagnostics diagnostics;
  report::SourceTexts texts;  // every file that was read
};

/// Each word is a file, a folder or the name of a built-in scenario, case or profile. `when_unstated` is the edition of
/// scenarios that set none. Known failures may refer to the checked cases and to the built-in ones.
/// `replicas`: also warns of what differs between servers with the same scenario.
CheckedFiles check_files(const std::vector<std::string>& words, model::Edition when_unstated, bool replicas = false);

}  // namespace jobrig::conform

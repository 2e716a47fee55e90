// Profile files: from the word behind `--profile` to a client profile: a file, or the name of one that is inside the
// program. It starts nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/client_profile.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

/// A word with a slash or `.yaml` at its end is a file. Nothing when it cannot be had or has a mistake; `diagnostics`
/// then says which, and `texts` has its text.
std::optional<model::ClientProfile> load_profile(const std::string& word, base::Diagnostics& diagnostics,
                                                 report::SourceTexts& texts);

/// Names of those inside the program, sorted.
std::vector<std::string> shipped_profiles();

}  // namespace jobrig::conform

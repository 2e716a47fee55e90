// Profile files: reads the client profile given with `--profile`: a file, or the name of a built-in profile. It starts
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/client_profile.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

/// A word with a slash or ending in `.yaml` is a file. Nothing when it cannot be read or has a mistake; `diagnostics`
/// then says which, and `texts` has its text.
std::optional<model::ClientProfile> load_profile(const std::string& word, base::Diagnostics& diagnostics,
                                                 report::SourceTexts& texts);

/// Names of the built-in profiles, sorted.
std::vector<std::string> shipped_profiles();

}  // namespace jobrig::conform

// Profile files: reads client profiles: files, and the built-in ones by name. It starts nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"
#include "model/client_profile.h"
#include "report/diagnostics_text.h"

namespace jobrig::conform {

/// A word that contains a slash or ends in `.yaml` or `.yml` is a file. Returns nothing if it cannot be read or has an
/// error; `diagnostics` then contains the error, and `texts` the text.
std::optional<model::ClientProfile> load_profile(const std::string& word, base::Diagnostics& diagnostics,
                                                 report::SourceTexts& texts);
/// The same, for a parsed file.
std::optional<model::ClientProfile> load_profile(const load::Document& document, base::Diagnostics& diagnostics);

/// The built-in profile of that name (`curl`) as a source.
std::optional<load::Source> shipped_profile(std::string_view name);
/// Returns the names of the built-in profiles, sorted.
std::vector<std::string> shipped_profiles();

}  // namespace jobrig::conform

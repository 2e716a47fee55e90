// Suggest: finds the nearest valid word for a mistyped one ("did you mean"). It does not decide what is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::base {

/// The number of single-character edits (insert, delete, replace, swap neighbours), ignoring case.
std::size_t edit_distance(std::string_view from, std::string_view to);

/// Returns the word nearest to `given`. A word is near if it needs at most a third of its length plus one edits.
/// Otherwise returns the only word that starts with `given`, or nothing. If several words are equally near, the first
/// in `words` wins. Returns nothing for input over 64 characters.
std::optional<std::string_view> nearest(std::string_view given, const std::vector<std::string_view>& words);

/// `; did you mean "X"?` or an empty text, for the end of a message.
std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& words);

}  // namespace jobrig::base

// Suggest: the nearest right word for a mistyped one ("did you mean"). It does not decide what is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::base {

/// The number of single-character edits (insert, delete, replace, swap of neighbours), case ignored.
std::size_t edit_distance(std::string_view from, std::string_view to);

/// The word nearest to `given`, or nothing when none is near enough to be meant (more than a third of it, plus one,
/// would have to change) and it does not begin exactly one of them either. Of equals the first in `words` wins. Long
/// input (over 64 characters) gets nothing.
std::optional<std::string_view> nearest(std::string_view given, const std::vector<std::string_view>& words);

/// `; did you mean "X"?` or nothing, to be put behind a message.
std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& words);

}  // namespace jobrig::base

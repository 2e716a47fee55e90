// Unknown placeholder: finds names in braces, `{endpoint}`, and those that are not known. It expands nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::base {

/// The names in braces of a word, in order, without `url:`. Braces that belong to another notation (`%{http_code}`,
/// `${HOME}`, JSON) are text.
std::vector<std::string_view> names_in_braces(std::string_view word);

/// What is wrong with the first name in braces that is not in `known`: `unknown placeholder {endpont}; did you mean
/// {endpoint}?`. Nothing: all are known. In a word with spaces, a script, only a name that is nearly a known one is a
/// mistake.
std::optional<std::string> unknown_placeholder(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace jobrig::base

// JSON document: a text from outside -> nlohmann's tree, strictly, so that nothing behind it can be surprised. For .cc
// files that hold such trees; it knows no schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::contract {

/// Nested deeper than this a text is refused: nlohmann/json copies, compares and prints its trees by recursion.
inline constexpr int kDeepestJson = 100;

/// Whether it is. It reads the text without recursion, to be asked before anything parses it.
bool too_deep(std::string_view json);

/// Reads the text into `document`. Returns what is wrong with it as a JSON text, to be put behind its name: a byte
/// order mark, ill-formed UTF-8, bytes behind the value, a member named twice, too deep, a number beyond any. Whole
/// numbers beyond the signed 64 bits become doubles, as the library would wrap them round.
std::optional<std::string> read_json(std::string_view text, nlohmann::json& document);

}  // namespace jobrig::contract

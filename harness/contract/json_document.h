// JSON document: parses untrusted text strictly into a tree of nlohmann/json, with limits that keep later code safe. It
// knows no schema. Include it in .cc files only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::contract {

/// Text nested more deeply is rejected, because nlohmann/json copies, compares and prints its trees recursively.
inline constexpr int kDeepestJson = 100;

/// True if the text is nested too deeply. It does not recurse; call it before any parser.
bool too_deep(std::string_view json);

/// Parses the text, which must be exactly one JSON value with nothing but whitespace around it, into `document`.
/// Returns nothing, or a problem that completes a sentence: ill-formed UTF-8, a byte order mark, a byte after the
/// value, a NUL anywhere, too deep nesting, or a number out of range. Of duplicate members the last one counts.
std::optional<std::string> parse_json(std::string_view text, nlohmann::json& document);

/// The same, but duplicate members are also problems. Integers outside of the signed 64-bit range
/// become doubles, because the library would wrap them around.
std::optional<std::string> read_json(std::string_view text, nlohmann::json& document);

}  // namespace jobrig::contract

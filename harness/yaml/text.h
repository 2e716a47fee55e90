// YAML text: checks a YAML text before it is parsed, to protect the parser from excessive input. It builds no nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "yaml/reader.h"

namespace jobrig::yaml {

/// Thrown to abort parsing; caught only in read_yaml.
struct YamlRefusal {
  base::Location location;
  std::string message;
};

/// Throws YamlRefusal for invalid UTF-8, control characters, and exceeded limits.
void check_yaml_text(std::string_view text, const std::string& file, const YamlLimits& limits);

/// What the parser probably stumbled over in this line or the one before: a tab in the indentation, or a key without
/// colon. Nothing: no better explanation than that of the parser.
std::optional<YamlRefusal> better_explanation(std::string_view text, const base::Location& location);

/// True if the quoted text at the start of `rest` is terminated. yaml-cpp 0.7 accepts an unterminated one if the file
/// ends after a line break. `rest` starts at the node: at its quote, or at the anchor before it. A block scalar has no
/// quotes and is always complete.
bool is_closed(std::string_view rest);

}  // namespace jobrig::yaml

// YAML text: what can be told of a text of YAML without a parser, so that the parser never sees what is too much for
// it. It builds nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "load/yaml_reader.h"

namespace jobrig::load {

/// Ends the reading from inside of the parser; caught in read_yaml and nowhere else.
struct YamlRefusal {
  base::Location location;
  std::string message;
};

/// Throws YamlRefusal for what is no UTF-8, for control characters, and for what the limits forbid.
void check_yaml_text(std::string_view text, const std::string& file, const YamlLimits& limits);

/// Whether the quoted text at the begin of `rest` ends: yaml-cpp 0.7 takes one that the end of the file cuts off behind
/// a line break for a whole one. `rest` begins at the node: at its quote, or at an anchor before it; a block text has
/// no quote and is always whole.
bool is_closed(std::string_view rest);

}  // namespace jobrig::load

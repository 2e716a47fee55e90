// YAML reader: parses a text strictly into one base::Node and rejects ambiguous YAML with its location. It does not
// know scenarios. yaml_reader.cc is the only file that uses yaml-cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::yaml {

/// The limits for one text. The defaults keep `check` of any file under 100 ms. Measured with ci/bench/worst_yaml.py:
/// yaml-cpp takes up to 270 ns per byte and 2 us per value, on two shared cores.
struct YamlLimits {
  std::size_t bytes = std::size_t{256} * 1024;
  std::size_t depth = 100;                       // nested lists and maps
  std::size_t nodes = 25000;                     // values and keys, including each copy made by an alias
  std::size_t lines = 50000;                     // multi-line plain texts cost the parser most per line
  std::size_t marks = 50000;                     // of [ ] { } and `,`: the scanner reads all of them ahead of the nodes
  std::size_t copied = std::size_t{256} * 1024;  // bytes of text copied by aliases
};

/// Parses the single document of `text` (UTF-8; a byte order mark is allowed). Reports and rejects invalid UTF-8,
/// control characters, no document or more than one, exceeded limits, duplicate keys, keys that are not text or contain
/// NUL, `<<`, tags, an alias inside its own anchor, and invalid YAML. Returns nothing after any of these.
std::optional<base::Node> read_yaml(std::string_view text, std::string file, base::Diagnostics& diagnostics);
std::optional<base::Node> read_yaml(std::string_view text, std::string file, const YamlLimits& limits,
                                    base::Diagnostics& diagnostics);

}  // namespace jobrig::yaml

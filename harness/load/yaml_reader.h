// YAML reader: a text -> one base::Node, strictly: what YAML leaves to guesswork is refused with its place. It knows no
// scenarios, and yaml_reader.cc is the only file that knows yaml-cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::load {

/// What one text may cost; the defaults keep any input under 100 ms (yaml-cpp reads about 1 us a node, 50 ns a byte).
struct YamlLimits {
  std::size_t bytes = std::size_t{1} << 20U;
  std::size_t depth = 100;        // lists and maps in each other
  std::size_t nodes = 50000;      // values and keys, those that aliases stand for counted each time
  std::size_t lines = 100000;     // a plain text over many lines costs the parser most for each line
  std::size_t marks = 100000;     // of [ ] { } and `,`: the scanner runs ahead of the nodes through all of them
  std::size_t copied = 1 << 20U;  // bytes of text that aliases stand for
};

/// Reads the one document of `text` (UTF-8, a byte order mark is allowed). Refused, with the place: invalid UTF-8 and
/// control characters, no or a second document, what the limits forbid, duplicate keys, keys that are no text or hold
/// NUL, `<<`, tags, an alias inside of what it stands for, and what is no YAML. Returns nothing after any of these.
std::optional<base::Node> read_yaml(std::string_view text, std::string file, base::Diagnostics& diagnostics);
std::optional<base::Node> read_yaml(std::string_view text, std::string file, const YamlLimits& limits,
                                    base::Diagnostics& diagnostics);

}  // namespace jobrig::load

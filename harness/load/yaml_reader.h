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

/// What one text may cost; the defaults keep `check` of any file under 100 ms (ci/bench/worst_yaml.py finds the worst:
/// yaml-cpp takes up to 270 ns for a byte and 2 us for a value, on two shared cores).
struct YamlLimits {
  std::size_t bytes = std::size_t{256} * 1024;
  std::size_t depth = 100;                       // lists and maps in each other
  std::size_t nodes = 25000;                     // values and keys, those that aliases stand for counted each time
  std::size_t lines = 50000;                     // a plain text over many lines costs the parser most for each line
  std::size_t marks = 50000;                     // of [ ] { } and `,`: the scanner runs ahead of the nodes through all
  std::size_t copied = std::size_t{256} * 1024;  // bytes of text that aliases stand for
};

/// Reads the one document of `text` (UTF-8, a byte order mark is allowed). Refused, with the place: invalid UTF-8 and
/// control characters, no or a second document, what the limits forbid, duplicate keys, keys that are no text or hold
/// NUL, `<<`, tags, an alias inside of what it stands for, and what is no YAML. Returns nothing after any of these.
std::optional<base::Node> read_yaml(std::string_view text, std::string file, base::Diagnostics& diagnostics);
std::optional<base::Node> read_yaml(std::string_view text, std::string file, const YamlLimits& limits,
                                    base::Diagnostics& diagnostics);

}  // namespace jobrig::load

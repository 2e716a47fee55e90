// Catalogue: the kinds of checks that a case may use. One file and one row in kinds.def add one. It judges nothing:
// the checks and verdict.h do.
#pragma once

#include <span>
#include <string_view>

#include "judge/parsers.h"

namespace jobrig::judge {

struct CheckKind {
  std::string_view name;     // requests
  std::string_view summary;  // half a sentence, for `jobrig list checks`
  std::string_view example;  // an entry of `expect:` in YAML: `requests: {count: 2..5, identical: true}`
  ParseCheck* parse;
  /// It reads what the client reports; a test holds it to what its checks say.
  bool needs_report = false;
};

/// All kinds, in the order that lists show them.
std::span<const CheckKind> catalogue();
/// The kind of that name, or null.
const CheckKind* kind_named(std::string_view name);

}  // namespace jobrig::judge

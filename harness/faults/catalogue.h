// Catalogue: the kinds of faults that a scenario may use. One file and one line in catalogue.cc add one. It applies
// none of them: plan/ does.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/fault.h"

namespace jobrig::faults {

struct FaultKind {
  std::string_view name;     // delay
  std::string_view summary;  // half a sentence, for `jobrig list faults`
  std::string_view example;  // an entry of `faults:` in YAML: `delay: 200ms`
  /// Makes the fault from its settings (the node behind its name), or reports all that is wrong with them and returns
  /// null.
  std::shared_ptr<const model::Fault> (*parse)(const base::Node& settings, base::Diagnostics& diagnostics);
};

/// All kinds, in the order that lists show them.
std::span<const FaultKind> catalogue();
/// The kind of that name, or null.
const FaultKind* kind_named(std::string_view name);

}  // namespace jobrig::faults

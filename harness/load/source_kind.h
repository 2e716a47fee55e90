// Source kind: what a file is for, told by its keys: a scenario to serve, a conformance case, or a list of known
// failures. It reads the file once and finds no mistakes in it.
#pragma once

#include <cstdint>

#include "load/scenario_loader.h"

namespace jobrig::load {

enum class SourceKind : std::uint8_t {
  kScenario,      // and everything else, such as a text that is no YAML
  kCase,          // it has a key `expect:`
  kExpectations,  // it has a key `known-failures:`
};

SourceKind kind_of(const Source& source);

}  // namespace jobrig::load

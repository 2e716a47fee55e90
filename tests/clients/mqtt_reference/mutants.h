// Mutants and variants of the MQTT reference client: one defect each, and other correct behaviours.
#pragma once

#include <span>
#include <string_view>

#include "clients/mqtt_reference/policy.h"

namespace jobrig::mqtt_reference {

struct Change {
  std::string_view name;
  std::string_view what;
  void (*change)(Policy&);
};

/// A conformance case must fail each of them.
std::span<const Change> mutants();

/// Every case must pass each of them.
std::span<const Change> variants();

}  // namespace jobrig::mqtt_reference

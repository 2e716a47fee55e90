// Variants: other correct behaviours of the reference client. Each passes the cases with --strict in its profile of
// levels. It does not implement them (policy.h lists the switches).
#pragma once

#include <span>
#include <string_view>

#include "clients/reference/policy.h"

namespace jobrig::reference {

struct Variant {
  std::string_view name;
  std::string_view levels;  // sdk, device-agent
  std::string_view what;
  void (*change)(Policy& policy);
};

std::span<const Variant> variants();

}  // namespace jobrig::reference

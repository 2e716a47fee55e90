#include "faults/catalogue.h"

#include <algorithm>
#include <array>

#include "faults/delay.h"

namespace jobrig::faults {
namespace {

constexpr std::array kKinds{
    FaultKind{"delay", "waits before the first byte of the answer", "delay: 200ms", parse_delay},
};

}  // namespace

std::span<const FaultKind> catalogue() { return kKinds; }

const FaultKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const FaultKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

}  // namespace jobrig::faults

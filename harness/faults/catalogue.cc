#include "faults/catalogue.h"

#include <algorithm>
#include <array>

namespace jobrig::faults {
namespace {

using enum Group;

#define JOBRIG_FAULT(name, group, summary, example, parse, ...) \
  FaultKind{name, group, summary, example, parse, __VA_ARGS__},
#define JOBRIG_ALIAS JOBRIG_FAULT

constexpr std::array kKinds{
#include "faults/kinds.def"
};

#undef JOBRIG_ALIAS
#undef JOBRIG_FAULT

}  // namespace

std::span<const FaultKind> catalogue() { return kKinds; }

const FaultKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const FaultKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

std::string_view word_of(Group group) {
  switch (group) {
    case kTime:
      return "time";
    case kCuts:
      return "cuts";
    case kBytes:
      return "bytes";
    case kMeaning:
      return "meaning";
    case kWireMock:
      break;
  }
  return "WireMock";
}

}  // namespace jobrig::faults

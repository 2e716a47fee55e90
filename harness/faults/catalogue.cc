#include "faults/catalogue.h"

#include <algorithm>
#include <tuple>

namespace jobrig::faults {

FaultPointer FaultKind::parse(const base::Node& settings, base::Diagnostics& diagnostics) const {
  Settings read(settings, name, alias_of.empty() ? name : alias_of, diagnostics);
  return make(read);
}

base::SettingsDescription FaultKind::describe() const {
  base::SettingsDescription description;
  Settings settings(description);
  make(settings);
  return description;
}

std::span<const FaultKind> catalogue() {
  static const std::vector<FaultKind> kKinds = [] {
    std::vector<FaultKind> kinds;
    declare_kinds(kinds);
    std::sort(kinds.begin(), kinds.end(), [](const FaultKind& a, const FaultKind& b) {
      return std::tie(a.group, a.name) < std::tie(b.group, b.name);
    });
    return kinds;
  }();
  return kKinds;
}

const FaultKind* kind_named(std::string_view name) {
  const auto kinds = catalogue();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const FaultKind& one) { return one.name == name; });
  return kind == kinds.end() ? nullptr : &*kind;
}

std::string_view word_of(Group group) {
  switch (group) {
    case Group::kTime:
      return "time";
    case Group::kCuts:
      return "cuts";
    case Group::kBytes:
      return "bytes";
    case Group::kMeaning:
      return "meaning";
    case Group::kMqtt:
      return "MQTT";
    case Group::kWireMock:
      break;
  }
  return "WireMock";
}

}  // namespace jobrig::faults

#include "faults/catalogue.h"

#include <tuple>

#include "base/catalogue.h"

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
  static const std::vector<FaultKind> kKinds =
      base::sorted_kinds(declare_kinds, [](const FaultKind& one) { return std::tie(one.group, one.name); });
  return kKinds;
}

const FaultKind* kind_named(std::string_view name) { return base::row_named(catalogue(), name); }

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

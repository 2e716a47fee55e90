#include "judge/catalogue.h"

#include "base/catalogue.h"

namespace jobrig::judge {

CheckPointer CheckKind::parse(const base::Node& settings, base::Diagnostics& diagnostics) const {
  Settings read(settings, *this, diagnostics);
  return make(read);
}

base::SettingsDescription CheckKind::describe() const {
  base::SettingsDescription description;
  Settings settings(description, *this);
  make(settings);
  return description;
}

std::span<const CheckKind> catalogue() {
  static const std::vector<CheckKind> kKinds = base::sorted_kinds(declare_kinds, &CheckKind::name);
  return kKinds;
}

const CheckKind* kind_named(std::string_view name) { return base::row_named(catalogue(), name); }

}  // namespace jobrig::judge

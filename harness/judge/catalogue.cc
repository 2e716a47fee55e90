#include "judge/catalogue.h"

#include <algorithm>

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
  static const std::vector<CheckKind> kKinds = [] {
    std::vector<CheckKind> kinds;
    declare_kinds(kinds);
    std::sort(kinds.begin(), kinds.end(), [](const CheckKind& a, const CheckKind& b) { return a.name < b.name; });
    return kinds;
  }();
  return kKinds;
}

const CheckKind* kind_named(std::string_view name) {
  const auto kinds = catalogue();
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const CheckKind& one) { return one.name == name; });
  return kind == kinds.end() ? nullptr : &*kind;
}

}  // namespace jobrig::judge

#include "life_cycles/catalogue.h"

#include "base/catalogue.h"
#include "base/quote.h"

namespace jobrig::life_cycles {

Judge CheckKind::parse(const base::Node& settings, base::Diagnostics& diagnostics) const {
  base::Node bare;
  bare.location = settings.location;
  const bool is_bare = settings.is_scalar() && !settings.quoted && settings.text == "true";
  base::Settings read(is_bare ? bare : settings, base::quoted(name), name, diagnostics);
  return make(read);
}

base::SettingsDescription CheckKind::describe() const {
  base::SettingsDescription description;
  base::Settings settings(description);
  make(settings);
  return description;
}

std::span<const CheckKind> catalogue() {
  static const std::vector<CheckKind> kKinds = base::sorted_kinds(declare_kinds, &CheckKind::name);
  return kKinds;
}

const CheckKind* kind_named(std::string_view name) { return base::row_named(catalogue(), name); }

Judge plain(base::Settings& settings, std::optional<model::Finding> (*judge)(const AgentRecord&)) {
  return settings.finish() ? Judge(judge) : Judge();
}

}  // namespace jobrig::life_cycles

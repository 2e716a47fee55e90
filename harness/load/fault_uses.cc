#include "load/fault_uses.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "base/suggest.h"
#include "conditions/window.h"
#include "faults/catalogue.h"

namespace jobrig::load {
namespace {

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (const auto& kind : faults::catalogue()) {
    names.push_back(kind.name);
  }
  return names;
}

std::string unknown_kind(std::string_view name) {
  const std::string hint = base::did_you_mean(name, kind_names());
  return "unknown fault " + base::quoted(name) + (hint.empty() ? "; run jobrig list faults" : hint);
}

// `settings` is a null node for a bare name.
std::optional<model::FaultUse> make_use(std::string_view name, const base::Node& settings,
                                        const base::Location& location, base::Diagnostics& diagnostics) {
  const faults::FaultKind* const kind = faults::kind_named(name);
  if (kind == nullptr) {
    diagnostics.add(location, diagnostics.full() ? "" : unknown_kind(name));
    return std::nullopt;
  }
  model::FaultUse use;
  use.fault = kind->parse(settings, diagnostics);
  use.location = location;
  return use.fault == nullptr ? std::nullopt : std::optional(std::move(use));
}

/// `chance: {from: 0%, to: 80%, during: 10s..60s}`
std::optional<model::ChanceRamp> read_ramp(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a chance that changes", diagnostics);
  fields.required("from");
  fields.required("to");
  const auto before = fields.share("from");
  const auto after = fields.share("to");
  const base::Node* const during = fields.required("during");
  const auto window = conditions::read_window(fields);
  fields.finish();
  if (window && !window->to) {
    diagnostics.add(during->location, "a chance that changes needs a window with an end, such as 10s..60s");
    return std::nullopt;
  }
  if (!before || !after || !window) {
    return std::nullopt;
  }
  return model::ChanceRamp{*before, *after, window->from, *window->to};
}

/// One random number selects among the chances of a list, so their sum must not exceed 100%. Faults without a chance do
/// not count.
void check_sum(const base::Node& node, const std::vector<model::FaultUse>& uses, base::Diagnostics& diagnostics) {
  // The rounding error of a sum of decimal fractions.
  constexpr double kRounding = 1e-9;
  double sum = 0;
  for (const model::FaultUse& use : uses) {
    const double most = use.ramp ? std::max(use.ramp->before, use.ramp->after) : use.chance;
    sum += !use.ramp && most >= 1 ? 0 : most;
  }
  if (sum > 1 + kRounding) {
    diagnostics.add(node.location, "the chances of these faults add up to " + std::to_string(std::lround(sum * 100)) +
                                       "%; the sum must be at most 100%");
  }
}

}  // namespace

std::optional<model::FaultUse> read_fault_use(const base::Node& node, base::Diagnostics& diagnostics) {
  if (node.is_scalar()) {
    base::Node nothing;
    nothing.location = node.location;
    return make_use(node.text, nothing, node.location, diagnostics);
  }
  if (!node.is_map()) {
    diagnostics.add(node.location, "a fault must be a map of its name to its settings, such as {delay: 200ms}, not " +
                                       std::string(base::describe(node)));
    return std::nullopt;
  }
  std::optional<model::FaultUse> use;
  std::string_view first;
  for (const base::Entry& entry : node.entries) {
    if (entry.key == "chance") {
      continue;
    }
    if (!first.empty()) {
      diagnostics.add(entry.key_location, "an entry must name one fault, and this one already names " +
                                              base::quoted(first) + "; put " + base::quoted(entry.key) +
                                              " into an entry of its own");
      continue;
    }
    first = entry.key;
    use = make_use(entry.key, entry.value, entry.key_location, diagnostics);
  }
  if (first.empty()) {
    diagnostics.add(node.location, "a fault needs a name, such as {delay: 200ms}");
  }
  base::Fields fields(node, "a fault", diagnostics);
  const base::Node* const chance = fields.node("chance");
  if (use && chance != nullptr && chance->is_map()) {
    use->ramp = read_ramp(*chance, diagnostics);
  } else if (const auto share = fields.share("chance"); use && share) {
    use->chance = *share;
  }
  return use;
}

std::vector<model::FaultUse> read_fault_uses(const base::Node& node, base::Diagnostics& diagnostics) {
  std::vector<model::FaultUse> uses;
  if (!node.is_list()) {
    diagnostics.add(node.location,
                    "\"faults\" must be a list, such as [{delay: 200ms}], not " + std::string(base::describe(node)));
    return uses;
  }
  for (const base::Node& item : node.items) {
    if (auto use = read_fault_use(item, diagnostics)) {
      uses.push_back(std::move(*use));
    }
  }
  check_sum(node, uses, diagnostics);
  return uses;
}

}  // namespace jobrig::load

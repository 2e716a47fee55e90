#include "load/details.h"

#include "base/fields.h"
#include "contract/constraints.h"

namespace jobrig::load {

model::Details read_details(const base::Node& node, bool off_contract, const Context& context) {
  model::Details details;
  if (!node.is_map()) {
    context.diagnostics.add(node.location,
                            "\"details\" must be a map of text to text, not " + std::string(base::describe(node)));
    return details;
  }
  for (const base::Entry& entry : node.entries) {
    const auto value = base::read_text(entry.value, "a value of \"details\"", context.diagnostics);
    if (!value) {
      continue;
    }
    const auto bad_key = off_contract ? std::nullopt : contract::check_detail_key(entry.key);
    if (bad_key) {
      context.diagnostics.add(entry.key_location, *bad_key);
    }
    const auto bad_value = off_contract ? std::nullopt : contract::check_detail_value(*value);
    if (bad_value) {
      context.diagnostics.add(entry.value.location, *bad_value);
    }
    details.emplace_back(entry.key, *value);
  }
  return details;
}

}  // namespace jobrig::load

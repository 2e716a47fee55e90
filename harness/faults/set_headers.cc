// headers: sets, adds or removes headers of the response. Next to an answer, `headers` and `add-headers` do the same.
//   headers: {set: {Date: none, Retry-After: ["1", "2"]}, add: {Vary: Origin}}
#include <iterator>
#include <utility>

#include "faults/header_changes.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_headers(Settings& settings) {
  const base::Node* const set = settings.node({"set", "headers to set; none removes a header", "headers"});
  const base::Node* const add = settings.node({"add", "headers to add to those of the response", "added-headers"});
  settings.require_any();
  std::vector<HeaderChange> changes;
  if (set != nullptr) {
    changes = read_header_changes(*set, HeaderChange::Kind::kSet, "set", settings.diagnostics());
  }
  if (add != nullptr) {
    std::vector<HeaderChange> more = read_header_changes(*add, HeaderChange::Kind::kAdd, "add", settings.diagnostics());
    std::move(more.begin(), more.end(), std::back_inserter(changes));
  }
  return settings.finish() ? make_header_fault(std::move(changes)) : nullptr;
}

}  // namespace

void declare_set_headers(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"headers", Group::kMeaning, "sets, adds or removes headers", "headers: {set: {Date: none}}", make_headers});
}

}  // namespace jobrig::faults

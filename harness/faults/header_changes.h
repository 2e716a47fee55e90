// Header changes: reads `headers` and `add-headers` of responses, and applies them to a reply. It changes no header
// that frames the response.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/node.h"
#include "faults/catalogue.h"
#include "model/reply.h"

namespace jobrig::faults {

/// A change of all header lines with one name.
struct HeaderChange {
  enum class Kind : std::uint8_t { kSet, kAdd, kRemove } kind = Kind::kSet;
  std::string name;
  std::vector<std::string> values;  // one line each; empty for kRemove
};

/// `kind` is kSet or kAdd. A value is a scalar, or a list of scalars for several lines. The plain word `none` of kSet
/// removes the header. `what` names the map in messages.
std::vector<HeaderChange> read_header_changes(const base::Node& node, HeaderChange::Kind kind, std::string_view what,
                                              base::Diagnostics& diagnostics);

/// `now` is the date of the response.
void apply_header_change(const HeaderChange& change, base::Instant now, model::Reply& reply);

/// The fault that applies the changes, in order.
FaultPointer make_header_fault(std::vector<HeaderChange> changes);

}  // namespace jobrig::faults

// Sent difference: compares a success that a client reports with the body that was sent, at all depths. It reads no
// exchange.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/node.h"

namespace jobrig::wire {

struct SentDifference {
  std::string expected;  // `execution.status "QUEUED"`
  std::string actual;    // `execution.status "queued"`
};

/// The first difference, or nothing. Numbers have to be equal as decimals, and a client without 64-bit integers may
/// report an integer as a string of digits. Strings have to be equal byte for byte. A null is the same as an absent
/// member, and so is what typed SDKs have for it: an empty map or list, and 0 where the Smithy model of the service has
/// `@default(0)`. `optional`: JSON pointers to members of the sent body that a client may drop, because its model of
/// the service does not have them.
std::optional<SentDifference> difference_to_sent(const base::Node& sent, const base::Node& reported,
                                                 const std::set<std::string>& optional);

}  // namespace jobrig::wire

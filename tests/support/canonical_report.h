// Canonical report: a JSON report of jobrig without what differs between two runs with the same seed: times and
// observed gaps, the ports of the machine, signatures (which contain the time), the invocation IDs that clients make
// up, and the numbers that a server gives to connections and exchanges in the order of their arrival. It compares
// nothing.
#pragma once

#include <string>

namespace jobrig::test {

/// The JSON of the file with each such value replaced. Throws when the file is not JSON.
std::string canonical_report(const std::string& file);

}  // namespace jobrig::test

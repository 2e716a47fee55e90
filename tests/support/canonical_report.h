// Canonical report: a JSON report of jobrig without what differs between two runs with the same seed: times, the ports
// of the machine, and the number of requests that others made before on the same server. It compares nothing.
#pragma once

#include <string>

namespace jobrig::test {

/// The JSON of the file with each such value replaced. Throws when the file is not JSON.
std::string canonical_report(const std::string& file);

}  // namespace jobrig::test

// Endpoints: joins what several servers returned: their journals by time, and their metrics by family. It does not call
// servers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jobrig::merge {

/// The body of a response and the endpoint that sent it, as `http://127.0.0.1:8788`.
struct EndpointText {
  std::string endpoint;
  std::string text;
};

struct MergedJournal {
  std::string lines;                   // one exchange each, with the endpoint as its first member
  std::vector<std::string> shortened;  // endpoints that have more exchanges than they returned
};

/// `journals` are responses to GET /journal. Exchanges are in the order of `arrived`, then of `monotonic_us`; those of
/// one endpoint keep their order. Clocks of different machines may differ.
base::Result<MergedJournal> merge_journals(const std::vector<EndpointText>& journals);

/// `metrics` are responses to GET /metrics (Prometheus, text format 0.0.4). Each sample gets the label `instance`. A
/// family is in one place with one HELP and one TYPE, as the format requires.
std::string merge_metrics(const std::vector<EndpointText>& metrics);

}  // namespace jobrig::merge

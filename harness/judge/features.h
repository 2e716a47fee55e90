// Features: what a client can do beside a plain DescribeJobExecution, as its `hello` declares it, and which of it a
// case needs. A table: one row adds a feature.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/conformance_case.h"

namespace jobrig::judge {

struct FeatureRow {
  std::string_view name;     // start-next
  std::string_view summary;  // what a client with it can do
};

std::span<const FeatureRow> features();

/// What the case states and what its calls need, each once, in the table's order.
std::vector<std::string_view> needed_features(const model::ConformanceCase& one);

/// Those of them that the client has not declared; empty: the case can be run.
std::vector<std::string_view> missing_features(const model::ConformanceCase& one,
                                               const std::vector<std::string>& declared);

}  // namespace jobrig::judge

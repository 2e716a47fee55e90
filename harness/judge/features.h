// Features: the capabilities beyond a plain DescribeJobExecution that a client declares in its `hello` and a case
// needs. It judges nothing. To add a feature, add a row to the table. contract/operations names the features for
// calling an operation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/conformance_case.h"

namespace jobrig::judge {

struct FeatureRow {
  std::string_view name;  // start-next
  std::string summary;    // a capability: "calls StartNextPendingJobExecution"
};

std::span<const FeatureRow> features();

/// What is wrong with a word that is no feature: `unknown feature "retry"; did you mean "retries"?`. Nothing for one.
std::optional<std::string> unknown_feature(std::string_view word);

/// The features that the case or its calls need, without duplicates, in the order of the table.
std::vector<std::string_view> needed_features(const model::ConformanceCase& conformance_case);

/// The needed features that the client has not declared. Empty: the case can be run.
std::vector<std::string_view> missing_features(const model::ConformanceCase& conformance_case,
                                               const std::vector<std::string>& declared);

}  // namespace jobrig::judge

#include "judge/features.h"

#include <algorithm>
#include <utility>

#include "base/quote.h"
#include "base/suggest.h"
#include "contract/operations.h"

namespace jobrig::judge {
namespace {

// Adds a feature for each operation that not every client can call.
void append_calls(std::vector<FeatureRow>& features) {
  std::vector<const contract::OperationRow*> rows;
  for (const contract::OperationRow& row : contract::operations()) {
    if (!row.feature.empty()) {
      rows.push_back(&row);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::pair(a->current_only, a->method == "GET") < std::pair(b->current_only, b->method == "GET");
  });
  for (const contract::OperationRow* row : rows) {
    features.push_back({row->feature, "calls " + std::string(row->name)});
  }
}

std::vector<FeatureRow> all_features() {
  std::vector<FeatureRow> features{{"execution-number", "requests an execution by number"}};
  append_calls(features);
  features.insert(features.end(), {{"poll", "polls until the execution is terminal"},
                                   {"tls", "uses TLS and verifies the server with a given CA"},
                                   {"client-certificate", "presents a given client certificate"},
                                   {"retries", "retries temporary failures by itself"},
                                   {"signed", "signs its requests with given credentials"},
                                   {"long-lived", "makes thousands of calls in one process"},
                                   {"mqtt", "speaks MQTT, which an adapter or a profile says in `transports`"},
                                   {"retry-2.0", "keeps Retry Behavior 2.0 of the AWS SDKs (standard mode)"},
                                   {"retry-2.1", "keeps Retry Behavior 2.1 of the AWS SDKs (announced in 2026)"}});
  return features;
}

std::string_view feature_of(std::string_view operation) {
  const auto known = contract::operation_named(operation);
  return known ? contract::row_of(*known).feature : std::string_view();
}

bool call_needs(const model::CaseCall& call, std::string_view feature) {
  if (feature == "execution-number") {
    return std::any_of(call.arguments.begin(), call.arguments.end(),
                       [](const model::Argument& one) { return one.name == "executionNumber"; });
  }
  return feature == "poll" ? call.polling.has_value() : feature_of(call.operation) == feature;
}

bool case_needs(const model::ConformanceCase& conformance_case, std::string_view feature) {
  return (feature == "tls" && conformance_case.tls) || (feature == "mqtt" && conformance_case.mqtt) ||
         (feature == "client-certificate" && conformance_case.identity != model::ClientIdentity::kNone) ||
         std::find(conformance_case.features.begin(), conformance_case.features.end(), feature) !=
             conformance_case.features.end() ||
         std::any_of(conformance_case.calls.begin(), conformance_case.calls.end(),
                     [&](const model::CaseCall& call) { return call_needs(call, feature); });
}

}  // namespace

std::span<const FeatureRow> features() {
  static const std::vector<FeatureRow> kFeatures = all_features();
  return kFeatures;
}

std::optional<std::string> unknown_feature(std::string_view word) {
  std::vector<std::string_view> known;
  for (const FeatureRow& row : features()) {
    known.push_back(row.name);
  }
  if (std::find(known.begin(), known.end(), word) != known.end()) {
    return std::nullopt;
  }
  const std::string hint = base::did_you_mean(word, known);
  return "unknown feature " + base::quoted(word) + (hint.empty() ? "; see jobrig list features" : hint);
}

std::vector<std::string_view> needed_features(const model::ConformanceCase& conformance_case) {
  std::vector<std::string_view> needed;
  for (const FeatureRow& row : features()) {
    if (case_needs(conformance_case, row.name)) {
      needed.push_back(row.name);
    }
  }
  return needed;
}

std::vector<std::string_view> missing_features(const model::ConformanceCase& conformance_case,
                                               const std::vector<std::string>& declared) {
  std::vector<std::string_view> missing = needed_features(conformance_case);
  missing.erase(std::remove_if(missing.begin(), missing.end(),
                               [&](std::string_view feature) {
                                 return std::find(declared.begin(), declared.end(), feature) != declared.end();
                               }),
                missing.end());
  return missing;
}

}  // namespace jobrig::judge

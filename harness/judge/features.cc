#include "judge/features.h"

#include <algorithm>
#include <array>

namespace jobrig::judge {
namespace {

constexpr std::array kFeatures{
    FeatureRow{"execution-number", "asks for an execution by its number"},
    FeatureRow{"start-next", "calls StartNextPendingJobExecution"},
    FeatureRow{"update", "calls UpdateJobExecution"},
    FeatureRow{"get-pending", "calls GetPendingJobExecutions"},
    FeatureRow{"start-command", "calls StartCommandExecution"},
    FeatureRow{"poll", "calls again until the execution is terminal"},
    FeatureRow{"tls", "speaks TLS and verifies the server by a given authority"},
    FeatureRow{"client-certificate", "shows a given client certificate"},
    FeatureRow{"retries", "calls again by itself after a failure that may pass"},
    FeatureRow{"signed", "signs its requests with given credentials"},
};

std::string_view feature_of(std::string_view operation) {
  if (operation == "StartNextPendingJobExecution") {
    return "start-next";
  }
  if (operation == "UpdateJobExecution") {
    return "update";
  }
  if (operation == "GetPendingJobExecutions") {
    return "get-pending";
  }
  return operation == "StartCommandExecution" ? "start-command" : "";
}

bool call_needs(const model::CaseCall& call, std::string_view feature) {
  if (feature == "execution-number") {
    return std::any_of(call.arguments.begin(), call.arguments.end(),
                       [](const model::Argument& one) { return one.name == "executionNumber"; });
  }
  return feature == "poll" ? call.polling.has_value() : feature_of(call.operation) == feature;
}

bool case_needs(const model::ConformanceCase& conformance_case, std::string_view feature) {
  return (feature == "tls" && conformance_case.tls) ||
         (feature == "client-certificate" && conformance_case.identity != model::ClientIdentity::kNone) ||
         std::find(conformance_case.features.begin(), conformance_case.features.end(), feature) !=
             conformance_case.features.end() ||
         std::any_of(conformance_case.calls.begin(), conformance_case.calls.end(),
                     [&](const model::CaseCall& call) { return call_needs(call, feature); });
}

}  // namespace

std::span<const FeatureRow> features() { return kFeatures; }

std::vector<std::string_view> needed_features(const model::ConformanceCase& conformance_case) {
  std::vector<std::string_view> needed;
  for (const FeatureRow& row : kFeatures) {
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

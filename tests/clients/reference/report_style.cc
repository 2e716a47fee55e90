#include "clients/reference/report_style.h"

#include <nlohmann/json.hpp>
#include <string>

namespace jobrig::reference {
namespace {

using nlohmann::json;

/// Of an execution, its summary or its state. The model of the service gives a default to these numbers only.
void apply_to_execution(const ReportStyle& style, json& execution, bool has_details, bool has_times) {
  if (style.empty_maps && has_details && !execution.contains("statusDetails")) {
    execution["statusDetails"] = json::object();
  }
  for (const char* const name : {"queuedAt", "lastUpdatedAt", "versionNumber"}) {
    const bool known = has_times || std::string(name) == "versionNumber";
    if (style.default_zeros && known && !execution.contains(name)) {
      execution[name] = 0;
    }
  }
  for (auto& [name, value] : execution.items()) {
    if (style.fraction_times && name.ends_with("At") && value.is_number_integer()) {
      value = value.get<double>();
    }
    if (style.whole_as_text && name.ends_with("Number") && value.is_number_integer()) {
      value = value.dump();
    }
  }
  if (style.null_for_absent) {
    for (const char* const name : {"executionNumber", "startedAt", "jobDocument", "statusDetails"}) {
      if (!execution.contains(name)) {
        execution[name] = nullptr;
      }
    }
  }
}

}  // namespace

void apply(const ReportStyle& style, json& response) {
  for (const char* const list : {"inProgressJobs", "queuedJobs"}) {
    if (response.contains(list) && response[list].is_array()) {
      for (json& summary : response[list]) {
        apply_to_execution(style, summary, false, true);
      }
    }
  }
  if (response.contains("execution") && response["execution"].is_object()) {
    apply_to_execution(style, response["execution"], true, true);
  }
  if (response.contains("executionState") && response["executionState"].is_object()) {
    apply_to_execution(style, response["executionState"], true, false);
  }
}

}  // namespace jobrig::reference

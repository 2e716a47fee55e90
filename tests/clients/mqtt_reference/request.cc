#include "clients/mqtt_reference/request.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

namespace jobrig::mqtt_reference {
namespace {

using nlohmann::json;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char one) { return std::tolower(one); });
  return text;
}

bool is_left_out(const std::string& name, const PublishPolicy& policy) {
  const std::array switches{std::pair{"executionNumber", policy.execution_number},
                            std::pair{"includeJobDocument", policy.document_flag},
                            std::pair{"expectedVersion", policy.expected_version},
                            std::pair{"statusDetails", policy.details},
                            std::pair{"stepTimeoutInMinutes", policy.step_timeout},
                            std::pair{"includeJobExecutionState", policy.state_flags},
                            std::pair{"status", policy.status}};
  return std::any_of(switches.begin(), switches.end(),
                     [&](const auto& one) { return one.first == name && !one.second; });
}

json value_of(const json& given, const PublishPolicy& policy) {
  if (given.is_number_integer() && policy.number_as_double) {
    return static_cast<std::int64_t>(given.get<double>());
  }
  if (given.is_number_integer() && policy.number_as_text) {
    return given.dump();
  }
  return given;
}

}  // namespace

std::string topic_of(const std::string& operation, const json& arguments, const PublishPolicy& policy) {
  const std::string base = "$aws/things/" + arguments.at("thingName").get<std::string>() + "/jobs/";
  std::string job = arguments.value("jobId", "");
  if (policy.next_as_job && job == "$next") {
    job = "next";
  }
  std::string rest;
  if (operation == "GetPendingJobExecutions") {
    rest = "get";
  } else if (operation == "StartNextPendingJobExecution") {
    rest = policy.swaps_operations ? "$next/get" : "start-next";
  } else {
    rest = job + (operation == "UpdateJobExecution" ? "/update" : "/get");
  }
  if (policy.wrong_topic) {
    rest = "v1/" + rest;
  }
  return policy.small_names ? lower(base + rest) : base + rest;
}

json payload_of(const std::string& operation, const json& arguments, const PublishPolicy& policy) {
  json payload = json::object();
  if (policy.empty_payload) {
    return payload;
  }
  for (const auto& [name, value] : arguments.items()) {
    if (name != "thingName" && name != "jobId" && !is_left_out(name, policy)) {
      payload[name] = value_of(value, policy);
    }
  }
  if (policy.always_document_flag && operation == "DescribeJobExecution" && !payload.contains("includeJobDocument")) {
    payload["includeJobDocument"] = false;
  }
  if (policy.status_lower_case && payload.contains("status")) {
    payload["status"] = lower(payload["status"].get<std::string>());
  }
  if (policy.extra_member) {
    payload["userAgent"] = "reference";
  }
  return payload;
}

}  // namespace jobrig::mqtt_reference

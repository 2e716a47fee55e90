// JSON values: the members of requests and responses that checks look at, from their JSON. What is not JSON, or has
// another type, is absent. It validates nothing.
#pragma once

#include <string>
#include <string_view>

#include "life_cycles/record.h"

namespace jobrig::agents {

/// status, expectedVersion and, with the job of an update, executionNumber. Call it when operation and job are set.
void read_request_members(std::string_view json, life_cycles::RequestRecord& request);

/// The code of a rejection over MQTT.
std::string code_of_rejection(std::string_view json);

/// The execution of a response; call it after read_request_members().
void read_response_members(std::string_view json, life_cycles::RequestRecord& request);

}  // namespace jobrig::agents

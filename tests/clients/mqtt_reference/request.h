// Request: the topic and the payload of a call on the Jobs topics (AWS IoT Developer Guide, "Jobs device MQTT API
// operations"). It sends nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "clients/mqtt_reference/policy.h"

namespace jobrig::mqtt_reference {

/// `$aws/things/{thing}/jobs/…`
std::string topic_of(const std::string& operation, const nlohmann::json& arguments, const PublishPolicy& policy);

/// Without a client token. Throws reference::Failure for what the service would refuse.
nlohmann::json payload_of(const std::string& operation, const nlohmann::json& arguments, const PublishPolicy& policy);

}  // namespace jobrig::mqtt_reference

// Placeholders: `{endpoint}` and others in the words of a command line, and their values in a call. It starts no
// program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drive/call_request.h"

namespace jobrig::drive {

/// The request of an MQTT client: a JSON object with the arguments that are not in its topic.
inline constexpr std::string_view kPayload = "payload";
/// True unless the argument is in the topic: thingName and jobId.
bool in_payload(std::string_view argument);

/// The value of `{name}`: endpoint, operation, region, ca, cert, key, an argument of the API (thingName,
/// executionNumber, …), or of a call over MQTT clientId, keepAliveSeconds, await or payload. Nothing when the call has
/// no such value.
std::optional<std::string> placeholder_value(const CallRequest& request, std::string_view name);

/// All names that placeholder_value knows.
std::vector<std::string_view> placeholder_names();

/// The names of the placeholders in a word, in order. `{url:jobId}` is percent-encoded for use as a path segment or a
/// query value. Other braces are text.
std::vector<std::string> placeholders_in(std::string_view word);

/// The word with its placeholders expanded. Nothing when a placeholder has no value in this call.
std::optional<std::string> expand_placeholders(std::string_view word, const CallRequest& request);

}  // namespace jobrig::drive

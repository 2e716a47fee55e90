// Placeholders: `{endpoint}` and others in the words of a command line, and their values in a call. It starts nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drive/call_request.h"

namespace jobrig::drive {

/// What `{name}` stands for: endpoint, operation, region, ca, cert, key, or an argument of the API (thingName,
/// executionNumber, …). Nothing when the call has no such value.
std::optional<std::string> placeholder_value(const CallRequest& request, std::string_view name);

/// Every name that placeholder_value knows.
std::vector<std::string_view> placeholder_names();

/// The names of placeholders in a word, in order: `{endpoint}`, and `{url:jobId}` for one that is percent-encoded as a
/// segment of a path or a value in a query. Other braces are text.
std::vector<std::string> placeholders_in(std::string_view word);

/// The word with its placeholders expanded; nothing when one of them has no value in this call.
std::optional<std::string> expand_placeholders(std::string_view word, const CallRequest& request);

}  // namespace jobrig::drive

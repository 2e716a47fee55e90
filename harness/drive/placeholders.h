// Placeholders: `{endpoint}` and its like in the words of a command line. It knows which there are and what they stand
// for in a call; it starts nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drive/call_order.h"

namespace jobrig::drive {

/// What `{name}` stands for: endpoint, operation, region, ca, cert, key, or an argument of the API (thingName,
/// executionNumber, …). Nothing when the call has no such thing.
std::optional<std::string> placeholder_value(const CallOrder& order, std::string_view name);

/// Every name that placeholder_value knows, whether a call has it or not.
std::vector<std::string_view> placeholder_names();

/// The names of placeholders in a word, in order: `{endpoint}`, and `{url:jobId}` for one that is percent-encoded as a
/// path's segment or a query's value is. Other braces are text.
std::vector<std::string> placeholders_in(std::string_view word);

/// The word with its placeholders filled in; nothing when one of them has no value in this call.
std::optional<std::string> fill_in(std::string_view word, const CallOrder& order);

}  // namespace jobrig::drive

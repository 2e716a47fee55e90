// URL: taking the target of a request apart: path, query parameters, percent-encoding (RFC 3986, 2.1 and 3.4). It
// knows no paths of ours.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jobrig::base {

/// Path and query (without the `?`) of a request target, both raw; the scheme and host of an absolute-form (RFC 9112,
/// 3.2.2) are passed over.
std::pair<std::string_view, std::string_view> path_and_query(std::string_view target);

/// Takes the first `name=value` off the query, both raw, passing over empty ones; nothing when none is left.
std::optional<std::pair<std::string_view, std::string_view>> take_parameter(std::string_view& query);

/// The first value of a query parameter, decoded, or nothing.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// Percent-decodes strictly: nothing when a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);
/// Percent-encodes all but unreserved characters (RFC 3986, 2.3) and those of `also_plain`.
std::string percent_encode(std::string_view text, std::string_view also_plain = {});

}  // namespace jobrig::base

// URL: splits a request target into path and query parameters, and encodes and decodes percent-encoding (RFC 3986, 2.1
// and 3.4). It knows no paths of this program.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace jobrig::base {

/// The parts of a request target, raw.
struct TargetParts {
  std::optional<std::string_view> authority;  // of an absolute-form (RFC 9112 section 3.2.2)
  std::string_view path_and_query;            // the rest, or `/`; begins with `?` if an absolute-form has no path
};
TargetParts split_target(std::string_view target);

/// Returns path and query (without `?`) of a request target, both raw. An empty path is `/` (RFC 9110 section 4.2.3).
std::pair<std::string_view, std::string_view> path_and_query(std::string_view target);

/// Removes the first `name=value` from the query and returns it, both parts raw. Skips empty parameters. Returns
/// nothing at the end.
std::optional<std::pair<std::string_view, std::string_view>> take_parameter(std::string_view& query);

/// The first value of a query parameter, decoded, or nothing.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// Percent-decodes strictly: returns nothing if a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);
/// Percent-encodes all characters except unreserved ones (RFC 3986, 2.3) and those in `also_plain`.
std::string percent_encode(std::string_view text, std::string_view also_plain = {});

}  // namespace jobrig::base

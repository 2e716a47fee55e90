// Canonical request: the text that Signature Version 4 signs, built from the request as received. It checks nothing and
// knows no keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::http {

/// Whether path segments are encoded a second time, as all services except S3 require.
enum class PathEncoding : std::uint8_t { kOnceMore, kAsItIs };

/// The six parts joined by line feeds: method, path, query, headers, names of the signed headers, hash of the payload.
/// `signed_headers`: lower-case names, sorted. `payload_hash`: from the request or computed.
std::string canonical_request(const model::Request& request, const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, PathEncoding encoding);

/// Removes dot segments and repeated slashes (RFC 3986, 5.2.4; AWS: "normalize URI paths"). With kOnceMore, then
/// percent-encodes every byte except unreserved ones and `/`: `%24next` becomes `%2524next`.
std::string canonical_path(std::string_view path, PathEncoding encoding);

/// Parameters with uniformly encoded names and values, sorted by name, then value. `a` becomes `a=`.
std::string canonical_query(std::string_view query);

/// The values of a header, trimmed, with repeated blanks collapsed, and joined by commas.
std::string canonical_header_value(const model::Request& request, std::string_view name);

}  // namespace jobrig::http

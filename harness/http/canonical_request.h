// Canonical request: the text that Signature Version 4 is computed over, made from a request as it arrived. It checks
// nothing and knows no keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::http {

/// Whether the path's segments are encoded once more, as all services but S3 want it.
enum class PathEncoding : std::uint8_t { kOnceMore, kAsItIs };

/// The six parts joined by line feeds: method, path, query, headers, names of the signed headers, hash of the payload.
/// `signed_headers`: lower-case names, sorted. `payload_hash` as it stands in the request, or computed.
std::string canonical_request(const model::Request& request, const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, PathEncoding encoding);

/// Dot segments and repeated slashes removed (RFC 3986, 5.2.4; AWS: "normalize URI paths"), then every byte but
/// unreserved ones and `/` percent-encoded when `encoding` asks for it. `%24next` becomes `%2524next`.
std::string canonical_path(std::string_view path, PathEncoding encoding);

/// Parameters with names and values encoded in one way, sorted by name, then value; `a` becomes `a=`.
std::string canonical_query(std::string_view query);

/// A header's values, blanks around and repeated ones taken away, joined by commas when there are several.
std::string canonical_header_value(const model::Request& request, std::string_view name);

}  // namespace jobrig::http

// Authorization: parses the Authorization header of Signature Version 4. It verifies nothing (see http/signature.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jobrig::http {

inline constexpr std::string_view kSigningAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kScopeTerminator = "aws4_request";

/// `AWS4-HMAC-SHA256 Credential=KEY/DAY/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=HEX`. Views point
/// into the header.
struct Authorization {
  std::string_view access_key;
  std::string_view day;
  std::string_view region;
  std::string_view service;
  std::string_view scope;  // the credential without the key
  std::vector<std::string> signed_headers;
  std::string_view signature;
};

/// Parses a header value. Sets `problem` to a sentence when the value is invalid; the result is then meaningless.
Authorization read_authorization(std::string_view header, std::string& problem);

}  // namespace jobrig::http

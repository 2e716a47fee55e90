// Authorization: the header of Signature Version 4, taken apart. It verifies nothing (http/signature.h does).
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
  std::string_view scope;  // all of the credential but the key
  std::vector<std::string> signed_headers;
  std::string_view signature;
};

/// Takes a header's value apart. `problem` is set to the sentence that says what is wrong with it, if anything is; the
/// result then means nothing.
Authorization read_authorization(std::string_view header, std::string& problem);

}  // namespace jobrig::http

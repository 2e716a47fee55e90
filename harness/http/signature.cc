#include "http/signature.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/ascii.h"
#include "base/units.h"
#include "base/url.h"
#include "http/authorization.h"
#include "http/canonical_request.h"
#include "http/request_parser.h"
#include "http/signing_date.h"

namespace jobrig::http {
namespace {

constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr std::string_view kStreamingPayload = "STREAMING-";
constexpr std::string_view kPayloadHeader = "x-amz-content-sha256";

using Digest = std::array<unsigned char, 32>;
using Differences = std::vector<SignatureDifference>;

Digest sha256(std::string_view text) {
  Digest digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
  }
  return digest;
}

template <typename Key>
Digest hmac(const Key& key, std::string_view text) {
  Digest digest{};
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());  // NOLINT: the library's bytes
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(), nullptr) ==
      nullptr) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA-256");
  }
  return digest;
}

std::string hexadecimal(const Digest& digest) {
  std::string text;
  for (const unsigned char byte : digest) {
    base::append_hex(text, static_cast<char>(byte));
  }
  return text;
}

struct SignedDate {
  std::string text;         // in the form of the string to sign: 20260101T000000Z
  std::string_view header;  // the header it came from
};

/// x-amz-date takes precedence over Date.
SignedDate check_date(const model::Request& request, std::string_view day, base::Instant now,
                      Differences& differences) {
  const auto wrong = [&differences](std::string sentence) {
    differences.push_back({SignatureFlaw::kDate, std::move(sentence), {}});
  };
  const std::string_view amz = request.header("x-amz-date");
  const std::string_view given = amz.data() != nullptr ? amz : request.header("date");
  if (given.data() == nullptr) {
    wrong("the request has neither X-Amz-Date nor Date");
    return {};
  }
  SignedDate missing{std::string(given), amz.data() != nullptr ? "x-amz-date" : "date"};
  const std::optional<base::Instant> instant = parse_signing_date(given);
  if (!instant) {
    wrong("the date " + shown(given) + " is not of the form 20260101T000000Z");
    return missing;
  }
  SignedDate date{format_signing_date(*instant), missing.header};
  if (day != std::string_view(date.text).substr(0, 8)) {
    wrong("the scope is of the day " + shown(day) + ", the request of " + date.text.substr(0, 8));
  }
  const base::Duration skew = now - *instant;
  if (skew > kMaxSkew || skew < -kMaxSkew) {
    const base::Duration apart = std::chrono::floor<std::chrono::seconds>(skew < base::Duration(0) ? -skew : skew);
    wrong("the request is signed for " + date.text + ", " + base::format_duration(apart) +
          (skew < base::Duration(0) ? " after" : " before") + " the time here, " + format_signing_date(now) +
          "; at most 5m is allowed");
  }
  return date;
}

void check_scope(const Authorization& authorization, const model::SignatureSettings& settings,
                 Differences& differences) {
  if (authorization.service != kSigningName) {
    differences.push_back(
        {SignatureFlaw::kService,
         "the scope names the service " + shown(authorization.service) + ", not " + shown(kSigningName),
         {}});
  }
  if (!settings.region.empty() && authorization.region != settings.region) {
    differences.push_back(
        {SignatureFlaw::kRegion,
         "the scope names the region " + shown(authorization.region) + ", not " + shown(settings.region),
         {}});
  }
}

/// Host and the date must be signed, each signed header must be present, and the names must be sorted and in lower
/// case. Returns the names in the form of the canonical request.
std::vector<std::string> check_signed_headers(const model::Request& request, const std::vector<std::string>& given,
                                              std::string_view date_header, Differences& differences) {
  const auto wrong = [&differences](std::string sentence) {
    differences.push_back({SignatureFlaw::kSignedHeaders, std::move(sentence), {}});
  };
  for (const std::string_view needed : {std::string_view("host"), date_header}) {
    if (!needed.empty() && std::find(given.begin(), given.end(), needed) == given.end()) {
      wrong("the header " + shown(needed) + " is not among the SignedHeaders");
    }
  }
  for (const std::string& name : given) {
    if (request.header(name).data() == nullptr) {
      wrong("the SignedHeaders name " + shown(name) + ", which the request does not have");
    }
  }
  std::vector<std::string> names;
  for (const std::string& name : given) {
    names.push_back(base::to_lower(name));
  }
  std::sort(names.begin(), names.end());
  if (names != given) {
    wrong("the SignedHeaders are not in lower case and sorted");
  }
  return names;
}

/// The hash of the payload in the form of the canonical request.
std::string check_payload(const model::Request& request, Differences& differences) {
  std::string computed = hexadecimal(sha256(request.body));
  const std::string_view given = request.header(kPayloadHeader);
  if (given.data() == nullptr) {
    return computed;
  }
  if (given != kUnsignedPayload && !given.starts_with(kStreamingPayload) && given != computed) {
    differences.push_back(
        {SignatureFlaw::kPayload, "x-amz-content-sha256 is " + shown(given) + ", the body's hash is " + computed, {}});
  }
  return std::string(given);
}

std::string sign(std::string_view secret, const Authorization& authorization, std::string_view text) {
  const Digest day = hmac("AWS4" + std::string(secret), authorization.day);
  const Digest key = hmac(hmac(hmac(day, authorization.region), authorization.service), kScopeTerminator);
  return hexadecimal(hmac(key, text));
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Differences check_signature(const model::Request& request, const model::SignatureSettings& settings,
                            base::Instant now) {
  Differences differences;
  const std::string_view header = request.header("authorization");
  if (header.data() == nullptr) {
    const bool in_query = base::query_value(base::path_and_query(request.target).second, "X-Amz-Signature").has_value();
    differences.push_back({SignatureFlaw::kMissing,
                           in_query ? "the request is signed in its query, which is not supported here; it needs an "
                                      "Authorization header"
                                    : "the request has no Authorization header",
                           {}});
    return differences;
  }
  std::string problem;
  const Authorization authorization = read_authorization(header, problem);
  if (!problem.empty()) {
    differences.push_back({SignatureFlaw::kIncomplete, std::move(problem), {}});
    return differences;
  }
  const auto known = std::find_if(settings.credentials.begin(), settings.credentials.end(),
                                  [&](const auto& one) { return one.access_key == authorization.access_key; });
  if (known == settings.credentials.end()) {
    differences.push_back(
        {SignatureFlaw::kUnknownKey, "the access key " + shown(authorization.access_key) + " is unknown", {}});
  }
  check_scope(authorization, settings, differences);
  const SignedDate date = check_date(request, authorization.day, now, differences);
  const std::vector<std::string> names =
      check_signed_headers(request, authorization.signed_headers, date.header, differences);
  const std::string payload = check_payload(request, differences);
  if (known == settings.credentials.end() || date.text.empty()) {
    return differences;
  }
  const auto string_to_sign = [&](const std::string& canonical) {
    return std::string(kSigningAlgorithm) + "\n" + date.text + "\n" + std::string(authorization.scope) + "\n" +
           hexadecimal(sha256(canonical));
  };
  const std::string canonical = canonical_request(request, names, payload, PathEncoding::kOnceMore);
  const std::string to_sign = string_to_sign(canonical);
  if (same(sign(known->secret, authorization, to_sign), authorization.signature)) {
    return differences;
  }
  const std::string once = string_to_sign(canonical_request(request, names, payload, PathEncoding::kAsItIs));
  const bool path_only = same(sign(known->secret, authorization, once), authorization.signature);
  differences.push_back(
      {SignatureFlaw::kSignature,
       path_only ? "the signature is that of the path as it is sent; each segment must be encoded once more to be "
                   "signed"
                 : "the signature is not the one that this secret gives for this request",
       "canonical request:\n" + canonical + "\nstring to sign:\n" + to_sign});
  return differences;
}

}  // namespace jobrig::http

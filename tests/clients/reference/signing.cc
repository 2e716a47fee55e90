#include "clients/reference/signing.h"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace jobrig::reference {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kCapitalDigits = "0123456789ABCDEF";

std::string hexadecimal(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string hash(const std::string& text) {
  std::string bytes(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),  // NOLINT: bytes for OpenSSL
         reinterpret_cast<unsigned char*>(bytes.data()));                   // NOLINT
  return hexadecimal(bytes);
}

std::string keyed(const std::string& key, const std::string& text) {
  std::string bytes(SHA256_DIGEST_LENGTH, '\0');
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(),                                               // NOLINT
       reinterpret_cast<unsigned char*>(bytes.data()), nullptr);  // NOLINT
  return bytes;
}

/// `20260101T000000Z`
std::string date_now(long clock_error) {
  const std::time_t time = std::time(nullptr) + clock_error;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 20> text{};
  std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return text.data();
}

/// Encodes each segment of the path on the wire again.
std::string path_to_sign(const std::string& path) {
  std::string text;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t slash = std::min(path.find('/', begin), path.size());
    text += encoded(path.substr(begin, slash - begin)) + (slash < path.size() ? "/" : "");
    begin = slash + 1;
  }
  return text;
}

}  // namespace

std::string encoded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      result += c;
    } else {
      result += {'%', kCapitalDigits[byte >> 4U], kCapitalDigits[byte & 15U]};
    }
  }
  return result;
}

std::string query_text(const HttpRequest& request) {
  std::string text;
  for (const auto& [name, value] : request.query) {
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

void sign(HttpRequest& request, const Call& call, const std::string& host, const RequestPolicy& policy,
          long clock_error) {
  const std::string date = date_now(clock_error);
  const std::string day = date.substr(0, 8);
  HttpRequest sorted = request;
  std::sort(sorted.query.begin(), sorted.query.end());
  const std::string path = policy.signs_path_as_sent ? request.path : path_to_sign(request.path);
  const bool temporary = policy.session_token && !call.session_token.empty();
  const std::string names = std::string("host;x-amz-date") + (temporary ? ";x-amz-security-token" : "");
  const std::string token_line = temporary ? "\nx-amz-security-token:" + call.session_token : "";
  const std::string canonical = request.method + "\n" + path + "\n" + query_text(sorted) + "\nhost:" + host +
                                "\nx-amz-date:" + date + token_line + "\n\n" + names + "\n" + hash(request.body);
  const std::string scope = day + "/" + call.region + "/" + policy.signing_name + "/aws4_request";
  const std::string to_sign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hash(canonical);
  const std::string key =
      keyed(keyed(keyed(keyed("AWS4" + call.secret_key, day), call.region), policy.signing_name), "aws4_request");
  request.headers.emplace_back("X-Amz-Date", date);
  if (temporary) {
    request.headers.emplace_back("X-Amz-Security-Token", call.session_token);
  }
  request.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=" + call.access_key + "/" + scope +
                                                    ", SignedHeaders=" + names +
                                                    ", Signature=" + hexadecimal(keyed(key, to_sign)));
}

}  // namespace jobrig::reference

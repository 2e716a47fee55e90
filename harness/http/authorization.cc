#include "http/authorization.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "http/request_parser.h"

namespace jobrig::http {
namespace {

constexpr std::size_t kScopeParts = 5;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

void read_credential(std::string_view credential, Authorization& into, std::string& problem) {
  // Parsed from the end: an access key may contain slashes, the scope may not.
  std::vector<std::string_view> parts = split(credential, '/');
  if (parts.size() < kScopeParts || parts.back() != kScopeTerminator) {
    problem = "the Credential " + shown(credential) + " is not KEY/DAY/REGION/SERVICE/aws4_request";
    return;
  }
  const std::size_t at = parts.size() - kScopeParts;
  into.access_key = credential.substr(0, static_cast<std::size_t>(parts[at + 1].data() - credential.data()) - 1);
  into.scope = credential.substr(into.access_key.size() + 1);
  into.day = parts[at + 1];
  into.region = parts[at + 2];
  into.service = parts[at + 3];
}

}  // namespace

Authorization read_authorization(std::string_view header, std::string& problem) {
  Authorization authorization;
  const std::size_t blank = std::min(header.find(' '), header.size());
  const std::string_view algorithm = header.substr(0, blank);
  if (algorithm != kSigningAlgorithm) {
    problem = "the Authorization is of the kind " + shown(algorithm) + ", not AWS4-HMAC-SHA256";
    return authorization;
  }
  std::string_view credential;
  std::string_view signed_headers;
  for (const std::string_view part : split(header.substr(blank), ',')) {
    const std::string_view setting = trim(part);
    const std::size_t equals = std::min(setting.find('='), setting.size());
    const std::string_view name = setting.substr(0, equals);
    const std::string_view value = setting.substr(std::min(equals + 1, setting.size()));
    if (name == "Credential") {
      credential = value;
    } else if (name == "SignedHeaders") {
      signed_headers = value;
    } else if (name == "Signature") {
      authorization.signature = value;
    }
  }
  for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"Credential", credential},
                                    {"SignedHeaders", signed_headers},
                                    {"Signature", authorization.signature}}) {
    if (value.empty() && problem.empty()) {
      problem = "the Authorization has no " + std::string(name);
    }
  }
  if (problem.empty()) {
    read_credential(credential, authorization, problem);
    for (const std::string_view name : split(signed_headers, ';')) {
      authorization.signed_headers.emplace_back(name);
    }
  }
  return authorization;
}

}  // namespace jobrig::http

#include "admin/gate.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "base/ascii.h"
#include "base/host_port.h"
#include "base/media_type.h"

namespace jobrig::admin {
namespace {

/// `::1` for `[::1]:8080`, `localhost` for `LocalHost`; empty: not an authority.
std::string host_in(std::string_view authority) {
  const auto parsed = base::parse_host_port(authority);
  return parsed ? base::to_lower(parsed->host) : std::string();
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), base::is_digit);
}

/// 127.0.0.0/8, the IPv6 loopback address, and `localhost`.
bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "::1") {
    return true;
  }
  if (!host.starts_with("127.")) {
    return false;
  }
  std::size_t numbers = 0;
  for (;; ++numbers) {
    const std::size_t dot = host.find('.');
    if (!is_number(host.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return numbers == 3;
    }
    host.remove_prefix(dot + 1);
  }
}

/// Takes constant time, regardless of how many characters match.
bool equal_secrets(std::string_view given, std::string_view wanted) {
  unsigned difference = given.size() == wanted.size() ? 0U : 1U;
  for (std::size_t i = 0; i < given.size(); ++i) {
    difference |= static_cast<unsigned char>(given[i]) ^
                  static_cast<unsigned>(static_cast<unsigned char>(wanted.empty() ? 0 : wanted[i % wanted.size()]));
  }
  return difference == 0;
}

}  // namespace

AdminGate::AdminGate(std::string_view listen, std::string token) : host_(host_in(listen)), token_(std::move(token)) {}

bool AdminGate::brings_token(const model::Request& request) const {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.header("Authorization");
  return !token_.empty() && given.starts_with(kScheme) && equal_secrets(given.substr(kScheme.size()), token_);
}

/// Any port is allowed: it may be forwarded.
bool AdminGate::allows_host(std::string_view authority) const {
  const std::string host = host_in(authority);
  return is_loopback_host(host) || (!host.empty() && host == host_);
}

std::optional<AdminRefusal> AdminGate::refuses(const model::Request& request) const {
  const bool has_token = brings_token(request);
  const std::string_view host = request.header("Host");
  if (!has_token && !allows_host(host)) {
    return AdminRefusal{403, "the Host header does not name this machine; use 127.0.0.1 or localhost"};
  }
  const std::string_view origin = request.header("Origin");
  if (origin.data() != nullptr && origin != "http://" + std::string(host)) {
    return AdminRefusal{403, "the request comes from a web page of another origin"};
  }
  if (!token_.empty() && !has_token) {
    return AdminRefusal{401, "the request needs the token: Authorization: Bearer TOKEN"};
  }
  if (!request.body.empty() && !base::is_json_media_type(request.header("Content-Type"))) {
    return AdminRefusal{415, "the body must be JSON with Content-Type: application/json"};
  }
  return std::nullopt;
}

bool is_loopback(std::string_view listen) { return is_loopback_host(host_in(listen)); }

std::string token_by_chance() {
  std::random_device device;
  std::string token;
  for (int word = 0; word < 4; ++word) {
    for (unsigned bits = device(), digit = 0; digit < 8; ++digit, bits >>= 4U) {
      token += base::kHexDigits[bits & 15U];
    }
  }
  return token;
}

}  // namespace jobrig::admin

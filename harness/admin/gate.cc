#include "admin/gate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>

#include "base/ascii.h"
#include "base/host_port.h"
#include "base/media_type.h"
#include "base/url.h"
#include "serve/request_line.h"

namespace jobrig::admin {
namespace {

/// `::1` for `[::1]:8080`, `localhost` for `LocalHost`; empty: not an authority.
std::string host_in(std::string_view authority) {
  const auto parsed = base::parse_host_port(authority);
  return parsed ? base::to_lower(parsed->host) : std::string();
}

/// Whether the origin, as a browser writes it (RFC 6454 section 6.2), is that of the page at this host.
bool is_origin_of(std::string_view origin, std::string_view authority) {
  constexpr std::string_view kScheme = "http://";
  constexpr std::uint16_t kDefaultPort = 80;
  if (!origin.starts_with(kScheme)) {
    return false;
  }
  const auto from = base::parse_host_port(origin.substr(kScheme.size()));
  const auto own = base::parse_host_port(authority);
  return from && own && base::equals_ignoring_case(from->host, own->host) &&
         from->port.value_or(kDefaultPort) == own->port.value_or(kDefaultPort);
}

/// RFC 9112 section 3.2.2: the host in an absolute-form target counts, and the Host header does not.
std::string_view authority_of(const model::Request& request) {
  std::string_view head = request.raw;
  if (head.starts_with("\r\n")) {
    head.remove_prefix(2);
  }
  const auto line = serve::split_request_line(head.substr(0, head.find('\r')));
  return base::split_target(line.target).authority.value_or(request.header("Host"));
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

AdminGate::AdminGate(std::string_view listen, std::string token, const std::vector<std::string>& hosts)
    : token_(std::move(token)) {
  hosts_.push_back(host_in(listen));
  for (const std::string& host : hosts) {
    hosts_.push_back(base::to_lower(host));
  }
}

bool AdminGate::brings_token(const model::Request& request) const {
  constexpr std::string_view kScheme = "Bearer ";  // in any case, with more blanks: RFC 9110 section 11.4
  std::string_view given = request.header("Authorization");
  if (token_.empty() || !base::starts_with_ignoring_case(given, kScheme)) {
    return false;
  }
  given.remove_prefix(std::min(given.find_first_not_of(' ', kScheme.size()), given.size()));
  return equal_secrets(given, token_);
}

/// Any port is allowed: it may be forwarded.
bool AdminGate::allows_host(std::string_view authority) const {
  const std::string host = host_in(authority);
  return base::is_loopback_host(host) ||
         (!host.empty() && std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end());
}

std::optional<AdminRefusal> AdminGate::refuses(const model::Request& request) const {
  const bool has_token = brings_token(request);
  const std::string_view host = authority_of(request);
  if (!has_token && !allows_host(host)) {
    return AdminRefusal{
        403,
        "the Host header does not name this machine; use 127.0.0.1 or localhost, or start serve with --admin-host"};
  }
  if (!std::all_of(request.headers.begin(), request.headers.end(), [host](const model::HeaderView& header) {
        return !base::equals_ignoring_case(header.name, "Origin") || is_origin_of(header.value, host);
      })) {
    return AdminRefusal{403, "the request comes from a web page of another origin"};
  }
  if (!token_.empty() && !has_token) {
    return AdminRefusal{401, "the request needs the token: Authorization: Bearer TOKEN"};
  }
  const std::string_view type = request.header("Content-Type");
  if (!request.body.empty() && !base::is_json_media_type(type) && !base::is_yaml_media_type(type)) {
    return AdminRefusal{
        415, "the body must be JSON with Content-Type: application/json, or YAML with Content-Type: application/yaml"};
  }
  return std::nullopt;
}

std::optional<AdminRefusal> AdminGate::refuses_page(const model::Request& request) const {
  return token_.empty() ? refuses(request) : std::nullopt;
}

bool is_loopback(std::string_view listen) { return base::is_loopback_host(host_in(listen)); }

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

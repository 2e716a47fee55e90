#include "base/host_port.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "base/ascii.h"

namespace jobrig::base {
namespace {

/// A host and what follows its colon.
struct HostParts {
  std::string_view host;
  bool bracketed = false;
  std::optional<std::string_view> port;
};

std::optional<HostParts> split_host(std::string_view text) {
  HostParts parts;
  parts.bracketed = text.starts_with('[');
  const std::size_t end = text.find(parts.bracketed ? ']' : ':');
  if (parts.bracketed && end == std::string_view::npos) {
    return std::nullopt;
  }
  parts.host = parts.bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  const std::string_view rest = end == std::string_view::npos ? "" : text.substr(parts.bracketed ? end + 1 : end);
  if (!rest.empty()) {
    if (rest.front() != ':') {
      return std::nullopt;
    }
    parts.port = rest.substr(1);
  }
  return parts;
}

/// Reads an address as inet_pton(3) does, which wants a text that ends in a NUL.
template <typename Address>
bool read_address(int family, std::string_view text, Address& address) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos) {
    return false;
  }
  std::copy(text.begin(), text.end(), buffer.begin());
  return ::inet_pton(family, buffer.data(), &address) == 1;
}

bool is_ipv6(std::string_view text) {
  in6_addr address{};
  return read_address(AF_INET6, text, address);
}

/// unreserved or sub-delims of RFC 3986 sections 2.2 and 2.3.
bool is_name_char(char c) {
  constexpr std::string_view kPunctuation = "-._~!$&'()*+,;=";
  return is_alphanumeric(c) || kPunctuation.find(c) != std::string_view::npos;
}

/// reg-name of RFC 3986 section 3.2.2, which an IPv4 address also is, but not empty.
bool is_name(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      i += 2;
    } else if (!is_name_char(text[i])) {
      return false;
    }
  }
  return !text.empty();
}

/// IPvFuture of RFC 3986 section 3.2.2: `v1.x`.
bool is_future_address(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size() || (text[0] != 'v' && text[0] != 'V')) {
    return false;
  }
  const std::string_view version = text.substr(1, dot - 1);
  const std::string_view address = text.substr(dot + 1);
  return std::all_of(version.begin(), version.end(), [](char c) { return hex_value(c) >= 0; }) &&
         std::all_of(address.begin(), address.end(), [](char c) { return c == ':' || is_name_char(c); });
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  return error == std::errc() && stop == end ? std::optional(port) : std::nullopt;
}

}  // namespace

std::string HostPort::text() const {
  const bool has_colon = host.find(':') != std::string::npos;
  return (has_colon ? "[" + host + "]" : host) + (port ? ":" + std::to_string(*port) : "");
}

std::optional<HostPort> parse_host_port(std::string_view text) {
  const auto parts = split_host(text);
  // A zone is a name of this machine's interfaces (RFC 4007 section 11.2).
  if (!parts || !(parts->bracketed ? is_ipv6(parts->host.substr(0, parts->host.find('%'))) : is_name(parts->host))) {
    return std::nullopt;
  }
  HostPort parsed{std::string(parts->host), std::nullopt};
  if (parts->port && !(parsed.port = parse_port(*parts->port))) {
    return std::nullopt;
  }
  return parsed;
}

bool is_authority(std::string_view text) {
  const auto parts = split_host(text);
  return parts && (parts->bracketed ? is_ipv6(parts->host) || is_future_address(parts->host) : is_name(parts->host)) &&
         (!parts->port || parts->port->empty() || parse_port(*parts->port));
}

bool is_loopback_host(std::string_view host) {
  in_addr version_4{};
  in6_addr version_6{};
  return equals_ignoring_case(host, "localhost") ||
         (read_address(AF_INET, host, version_4) && ntohl(version_4.s_addr) >> 24U == 127) ||
         (read_address(AF_INET6, host, version_6) && IN6_IS_ADDR_LOOPBACK(&version_6));
}

}  // namespace jobrig::base

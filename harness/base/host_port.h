// HOST:PORT: the one parser of what stands in addresses to listen on, in URLs and in Host headers. It resolves no names
// and does not ask whether a name or address is a good one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::base {

struct HostPort {
  std::string host;                   // an IPv6 address without its brackets
  std::optional<std::uint16_t> port;  // absent: there is none in the text

  /// As it is written: with brackets around an IPv6 address.
  [[nodiscard]] std::string text() const;
};

/// Reads `127.0.0.1:8080`, `localhost`, `[::1]:0`. Nothing when there is no host, when the port is not a number up to
/// 65535, or when brackets and colons do not match (RFC 3986 section 3.2.2: only an IPv6 address is in brackets).
std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace jobrig::base

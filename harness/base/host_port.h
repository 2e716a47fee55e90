// HOST:PORT: the only parser for listen addresses, for the authority of URLs and for Host headers. It does not resolve
// names and does not check whether a host exists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::base {

struct HostPort {
  std::string host;                   // an IPv6 address has no brackets here
  std::optional<std::uint16_t> port;  // absent: the text has no port

  /// The text form, with brackets around an IPv6 address.
  [[nodiscard]] std::string text() const;
};

/// Parses `127.0.0.1:8080`, `localhost`, `[::1]:0`. Returns nothing if the host is empty, if the port is not a number
/// up to 65535, or if brackets and colons do not match (RFC 3986 section 3.2.2: only IP literals have brackets).
std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace jobrig::base

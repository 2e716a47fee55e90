// HOST:PORT: the only parser for listen addresses, for the authority of URLs, for Host headers and for origins. It does
// not resolve names and does not check whether a host exists.
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

/// Parses `127.0.0.1:8080`, `localhost`, `[::1]:0`, `[fe80::1%eth0]`. Returns nothing if the host is empty or does not
/// have the form of RFC 3986 section 3.2.2 (only an IPv6 address, here also with a zone, has brackets), or if the port
/// is not a number up to 65535.
std::optional<HostPort> parse_host_port(std::string_view text);

/// Whether the text is a host with an optional port as in an http URI and in the Host header (RFC 9110 sections 4.2.1
/// and 7.2, RFC 3986 section 3.2): no user, no empty host, no zone. The port may be empty; 65535 is the largest.
bool is_authority(std::string_view text);

/// Whether the host, without brackets, is `localhost` or an address of this machine's loopback interface.
bool is_loopback_host(std::string_view host);

}  // namespace jobrig::base

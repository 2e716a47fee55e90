// HTTP probe: sends one request to an HTTP server and returns the status of the response, with a timeout. It does not
// follow redirects and does not read the body.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jobrig::remote {

struct ProbeTarget {
  std::string host;  // a name or an address, IPv6 without brackets
  std::uint16_t port = 0;
  std::string path;           // starts with a slash
  std::string authorization;  // the value of the header; empty: the header is not sent
};

/// Reads `http://HOST:PORT`, with or without a path; without, the path is `default_path`. Nothing if it is not that.
std::optional<ProbeTarget> read_probe_url(std::string_view url, std::string_view default_path);

/// Returns the status of `GET path`, or a sentence that says why there is none. The timeout does not include the lookup
/// of a name (other than localhost and addresses), and it applies to each address of a name separately while
/// connecting.
base::Result<int> probe(const ProbeTarget& target, std::chrono::milliseconds timeout);

}  // namespace jobrig::remote

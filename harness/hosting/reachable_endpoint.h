// Reachable endpoint: the address under which a client can reach a port that listens on all addresses. It opens no
// connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jobrig::hosting {

/// `http://0.0.0.0:8787` and `http://[::]:8787` are addresses to listen on, not to connect to: their host becomes that
/// of `authority` (a Host header), or a loopback address if it is empty or not an authority. Other endpoints are
/// returned unchanged.
std::string reachable_endpoint(std::string_view endpoint, std::string_view authority = {});

/// Why the text cannot be used as a public URL, or nothing: `https://jobs.example.com/mock`.
std::optional<std::string> public_url_problem(std::string_view url);

}  // namespace jobrig::hosting

// Fleet: many things that call a server at once, each on its own connection. Records the bytes that each received and
// the end of its connection. It knows no scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::test {

/// The result of one call.
struct Called {
  std::string bytes;
  bool was_reset = false;  // false: the server closed the connection

  /// 0 when no complete status line was received.
  [[nodiscard]] int status() const;
  /// The bytes after the head. Empty without a head.
  [[nodiscard]] std::string body() const;
  /// The value of a header, or `none`.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// Sends a GET for each target with `Connection: close`, all at once, and reads to the end. Throws when a connection
/// stays open.
std::vector<Called> call_at_once(std::uint16_t port, const std::vector<std::string>& targets);
/// A single call.
Called call(std::uint16_t port, const std::string& target);
/// `count` things (`thermostat-1` and so on) describe their job firmware-7 at once.
std::vector<Called> call_fleet(std::uint16_t port, std::size_t count, const std::string& prefix = "thermostat-");

std::size_t count_status(const std::vector<Called>& calls, int status);

}  // namespace jobrig::test

// Fleet: things that call a server all at once, each on a connection of its own, and what each of them got: the bytes
// and how the connection ended. It knows no scenario.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::test {

/// What came back for one call.
struct Called {
  std::string bytes;
  bool was_reset = false;  // else the server closed the connection

  /// 0 when no whole status line came.
  [[nodiscard]] int status() const;
  /// What follows the head; empty without one.
  [[nodiscard]] std::string body() const;
  /// The value of a header; `none` when there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// GETs each target with `Connection: close`, all at once, and reads to the end. Throws when one stays open.
std::vector<Called> call_at_once(std::uint16_t port, const std::vector<std::string>& targets);
/// One call.
Called call(std::uint16_t port, const std::string& target);
/// `count` things (`thermostat-1` and so on) describe their firmware-7 at once.
std::vector<Called> call_fleet(std::uint16_t port, std::size_t count, const std::string& prefix = "thermostat-");

std::size_t count_status(const std::vector<Called>& calls, int status);

}  // namespace jobrig::test

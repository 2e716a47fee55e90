// Packet reader: reads the fields of one complete packet from left to right, with the checks that every field of that
// type has. The first broken rule is kept, and all later reads return empty values. It knows no packet types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "mqtt/rules.h"

namespace jobrig::mqtt {

class PacketReader {
 public:
  /// `packet` is the whole packet; reading begins at `at`.
  PacketReader(std::string_view packet, std::size_t at) : packet_(packet), at_(at), end_(packet.size()) {}

  std::uint8_t byte();
  std::uint16_t two_bytes();
  std::uint32_t four_bytes();
  std::uint32_t variable_integer();
  std::string_view text();    // a UTF-8 encoded string
  std::string_view binary();  // binary data with two bytes of length
  std::string_view rest();    // all that is left
  std::uint16_t packet_identifier();

  /// Whether fields are left. False after a broken rule.
  [[nodiscard]] bool more() const { return !broken_ && at_ < end_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t left() const { return broken_ ? 0 : end_ - at_; }
  /// The broken rule and its offset, or nothing.
  [[nodiscard]] std::optional<Rule> broken() const { return broken_; }
  [[nodiscard]] std::size_t broken_at() const { return broken_at_; }
  /// Notes a broken rule at the offset, unless there already is one.
  void refuse(Rule rule, std::size_t at);
  void refuse_if(bool broken, Rule rule, std::size_t at) {
    if (broken) {
      refuse(rule, at);
    }
  }

 private:
  std::string_view take(std::size_t size);

  std::string_view packet_;
  std::size_t at_;
  std::size_t end_;
  std::optional<Rule> broken_;
  std::size_t broken_at_ = 0;
};

}  // namespace jobrig::mqtt

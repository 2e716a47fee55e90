// Decoder: bytes of a connection to packets, in pieces of any size. It is strict: every rule of rules.def that a single
// packet can break is checked here, except those that need the state of a session (session.cc). It never recurses, and
// keeps at most one packet and what was fed beyond it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "mqtt/limits.h"
#include "mqtt/packet.h"
#include "mqtt/rules.h"

namespace jobrig::mqtt {

/// The next packet, a broken rule, or neither: more bytes are needed.
struct Decoded {
  std::optional<Packet> packet;
  std::string_view bytes{};  // of the packet on the wire; valid until the next feed()
  std::optional<Breach> breach;
};

class Decoder {
 public:
  /// Before a CONNECT, packets are read as of `version`. CONNECT sets it.
  explicit Decoder(const Limits& limits = {}, Version version = Version::k311) : limits_(limits), version_(version) {}

  /// Adds received bytes. Ignored after a breach.
  void feed(std::string_view bytes);
  /// After a breach returns the same breach forever: the bytes after it have no meaning.
  Decoded next();

  [[nodiscard]] Version version() const { return version_; }
  /// After a breach: what was received of the packet that broke the rule, and behind it. Moves it out.
  std::string take_rejected() { return std::move(rejected_); }
  /// The bytes that wait for the rest of their packet.
  [[nodiscard]] std::size_t buffered() const { return buffer_.size() - at_; }

 private:
  Decoded fail(const Breach& breach);

  Limits limits_;
  Version version_;
  std::string buffer_;
  std::size_t at_ = 0;  // start of the next packet in buffer_
  std::string rejected_;
  std::optional<Breach> breach_;
};

/// Decodes the packet, whose fixed header is complete and correct in size. `header`: the size of the fixed header.
/// `version` is what the connection uses.
struct ParsedPacket {
  Packet packet;
  std::optional<Breach> breach;
  Version version;  // that of a CONNECT, also of an invalid one
};
ParsedPacket parse_packet(std::string_view packet, std::size_t header, Version version, const Limits& limits);

}  // namespace jobrig::mqtt

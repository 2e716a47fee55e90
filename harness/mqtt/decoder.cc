#include "mqtt/decoder.h"

#include <algorithm>
#include <utility>

namespace jobrig::mqtt {
namespace {

// The fixed header of the bytes: its size and that of the whole packet. Neither: more bytes are needed.
struct FixedHeader {
  std::size_t header = 0;
  std::size_t packet = 0;
  std::optional<Rule> broken;
};

FixedHeader read_fixed_header(std::string_view bytes) {
  FixedHeader result;
  std::size_t remaining = 0;
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    remaining |= static_cast<std::size_t>(byte & 0x7FU) << (7 * (i - 1));
    if ((byte & 0x80U) == 0) {
      if (byte == 0 && i > 1) {
        result.broken = Rule::kRemainingLength;
      }
      result.header = i + 1;
      result.packet = result.header + remaining;
      return result;
    }
    if (i == 4) {
      result.broken = Rule::kRemainingLength;
      return result;
    }
  }
  return result;
}

// The first byte alone: it can be refused before the rest of the packet arrives.
std::optional<Rule> check_first_byte(std::uint8_t first, Version version) {
  const auto type = static_cast<PacketType>(first >> 4U);
  const unsigned flags = first & 0x0FU;
  if (type == PacketType{}) {
    return Rule::kPacketType;
  }
  switch (type) {
    case PacketType::kAuth:
      if (version == Version::k311) {
        return Rule::kAuthInOldVersion;
      }
      break;
    case PacketType::kPublish:
      if ((flags & 6U) == 6U) {
        return Rule::kPublishQos;
      }
      return (flags & 14U) == 8U ? std::optional(Rule::kDupOfQos0) : std::nullopt;
    case PacketType::kPubrel:
    case PacketType::kSubscribe:
    case PacketType::kUnsubscribe:
      return flags == 2 ? std::nullopt : std::optional(Rule::kFixedFlags);
    default:
      break;
  }
  return flags == 0 ? std::nullopt : std::optional(Rule::kFixedFlags);
}

}  // namespace

void Decoder::feed(std::string_view bytes) {
  if (breach_) {
    return;
  }
  if (at_ > 0 && at_ >= buffer_.size() / 2) {  // each byte is moved a bounded number of times
    buffer_.erase(0, at_);
    at_ = 0;
  }
  buffer_.append(bytes);
}

Decoded Decoder::fail(const Breach& breach) {
  breach_ = breach;
  rejected_ = buffer_.substr(at_, limits_.packet);
  buffer_.clear();
  buffer_.shrink_to_fit();
  at_ = 0;
  return {std::nullopt, {}, breach_};
}

Decoded Decoder::next() {
  if (breach_) {
    return {std::nullopt, {}, breach_};
  }
  const std::string_view bytes = std::string_view(buffer_).substr(at_);
  if (bytes.empty()) {
    return {};
  }
  const auto first = static_cast<std::uint8_t>(bytes.front());
  const auto type = static_cast<PacketType>(first >> 4U);
  if (const std::optional<Rule> broken = check_first_byte(first, version_)) {
    return fail({*broken, type, 0});
  }
  const FixedHeader header = read_fixed_header(bytes);
  if (header.broken) {
    return fail({*header.broken, type, 1});
  }
  if (header.header != 0 && header.packet > limits_.packet) {
    return fail({Rule::kPacketTooLarge, type, 1});
  }
  if (header.header == 0 || bytes.size() < header.packet) {
    return {};
  }
  ParsedPacket parsed = parse_packet(bytes.substr(0, header.packet), header.header, version_, limits_);
  version_ = parsed.version;
  if (parsed.breach) {
    return fail(*parsed.breach);
  }
  at_ += header.packet;
  return {std::move(parsed.packet), bytes.substr(0, header.packet), std::nullopt};
}

}  // namespace jobrig::mqtt

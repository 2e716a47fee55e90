#include "mqtt/packet_reader.h"

#include "base/utf8.h"

namespace jobrig::mqtt {
namespace {

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) {
    value = (value << 8U) | static_cast<std::uint8_t>(byte);
  }
  return value;
}

}  // namespace

void PacketReader::refuse(Rule rule, std::size_t at) {
  if (!broken_) {
    broken_ = rule;
    broken_at_ = at;
  }
}

std::string_view PacketReader::take(std::size_t size) {
  if (size > left()) {
    refuse(Rule::kPacketEnds, end_);
    return {};
  }
  const std::string_view bytes = packet_.substr(at_, size);
  at_ += size;
  return bytes;
}

std::uint8_t PacketReader::byte() { return static_cast<std::uint8_t>(big_endian(take(1))); }
std::uint16_t PacketReader::two_bytes() { return static_cast<std::uint16_t>(big_endian(take(2))); }
std::uint32_t PacketReader::four_bytes() { return big_endian(take(4)); }

std::uint32_t PacketReader::variable_integer() {
  const std::size_t begin = at_;
  std::uint32_t value = 0;
  for (unsigned shift = 0; shift < 28; shift += 7) {
    const std::uint8_t next = byte();
    value |= static_cast<std::uint32_t>(next & 0x7FU) << shift;
    if ((next & 0x80U) == 0) {
      refuse_if(next == 0 && shift > 0, Rule::kVariableInteger, begin);
      return broken_ ? 0 : value;
    }
  }
  refuse(Rule::kVariableInteger, begin);
  return 0;
}

std::string_view PacketReader::text() {
  const std::size_t begin = at_ + 2;
  const std::string_view bytes = binary();
  if (const auto invalid = base::first_invalid_utf8(bytes)) {
    refuse(Rule::kUtf8, begin + *invalid);
    return {};
  }
  if (const std::size_t zero = bytes.find('\0'); zero != std::string_view::npos) {
    refuse(Rule::kNullCharacter, begin + zero);
    return {};
  }
  return bytes;
}

std::string_view PacketReader::binary() { return take(two_bytes()); }

std::string_view PacketReader::rest() { return take(left()); }

std::uint16_t PacketReader::packet_identifier() {
  const std::size_t begin = at_;
  const std::uint16_t id = two_bytes();
  refuse_if(id == 0, Rule::kPacketIdentifier, begin);
  return id;
}

}  // namespace jobrig::mqtt

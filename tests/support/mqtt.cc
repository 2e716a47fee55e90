#include "support/mqtt.h"

#include <algorithm>
#include <stdexcept>

namespace jobrig::test {

std::string octets(std::string_view text) {
  std::string bytes;
  std::string digits;
  bool quoted = false;
  for (const char c : text) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (quoted) {
      bytes += c;
    } else if (c != ' ') {
      digits += c;
      if (digits.size() == 2) {
        bytes += static_cast<char>(std::stoi(digits, nullptr, 16));
        digits.clear();
      }
    }
  }
  if (quoted || !digits.empty()) {
    throw std::logic_error("octets(): an open quote or a single digit");
  }
  return bytes;
}

std::string mqtt_text(std::string_view text) {
  std::string bytes;
  bytes += static_cast<char>(text.size() >> 8U);
  bytes += static_cast<char>(text.size() & 0xFFU);
  return bytes + std::string(text);
}

std::string mqtt_packet(unsigned first, std::string_view contents) {
  std::string bytes(1, static_cast<char>(first));
  std::size_t length = contents.size();
  do {
    const std::size_t more = length >> 7U;
    bytes += static_cast<char>((length & 0x7FU) | (more > 0 ? 0x80U : 0U));
    length = more;
  } while (length > 0);
  return bytes + std::string(contents);
}

MqttDecoded decode_mqtt(std::string_view bytes, mqtt::Version version, std::size_t piece, const mqtt::Limits& limits) {
  mqtt::Decoder decoder(limits, version);
  MqttDecoded result;
  const std::size_t step = piece == 0 ? std::max<std::size_t>(bytes.size(), 1) : piece;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    decoder.feed(bytes.substr(at, step));
    for (;;) {
      mqtt::Decoded decoded = decoder.next();
      if (decoded.breach) {
        result.breach = decoded.breach;
        return result;
      }
      if (!decoded.packet) {
        break;
      }
      result.packets.push_back(std::move(*decoded.packet));
    }
  }
  return result;
}

std::string mqtt_breach(std::string_view bytes, mqtt::Version version, const mqtt::Limits& limits) {
  mqtt::Decoder decoder(limits, version);
  decoder.feed(bytes);
  for (;;) {
    const mqtt::Decoded decoded = decoder.next();
    if (decoded.breach) {
      return mqtt::message_of(*decoded.breach, decoder.version());
    }
    if (!decoded.packet) {
      return "";
    }
  }
}

}  // namespace jobrig::test

#include "report/packet_line.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace jobrig::report {
namespace {

constexpr std::size_t kMaxTopic = 200;

std::string escaped_topic(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, kMaxTopic)) {
    const auto value = static_cast<unsigned char>(byte);
    if (value >= 0x20 && value < 0x7f) {
      text += byte;
    } else if (byte == '\n') {  // between the filters of a SUBSCRIBE
      text += ", ";
    } else {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\x%02x", value);
      text += escape.data();
    }
  }
  return bytes.size() > kMaxTopic ? text + "…" : text;
}

std::string_view arrow(model::PacketDirection direction) {
  switch (direction) {
    case model::PacketDirection::kFromClient:
      return " > ";
    case model::PacketDirection::kToClient:
      return " < ";
    case model::PacketDirection::kConnection:
      return " ";
  }
  return " ";
}

}  // namespace

std::string packet_line(const model::PacketRecord& record) {
  std::string line = "mqtt " + std::to_string(record.connection);
  if (!record.client_id.empty()) {
    line += " " + escaped_topic(record.client_id);
  }
  line += arrow(record.direction);
  line += record.packet.empty() ? "bytes that are not a packet" : record.packet;
  if (!record.topic.empty()) {
    line += " " + escaped_topic(record.topic);
  }
  if (record.reason.value_or(0) != 0) {
    line += "  code " + std::to_string(*record.reason);
  }
  if (!record.rule.empty()) {
    line += "  rule \"" + record.rule + "\" answer " + std::to_string(record.step);
  }
  std::string_view separator = "  faults: ";
  for (const std::string& fault : record.faults) {
    line.append(separator).append(fault);
    separator = ", ";
  }
  if (!record.detail.empty()) {
    line += ": " + escaped_topic(record.detail);
  }
  return line;
}

}  // namespace jobrig::report

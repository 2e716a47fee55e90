#include "admin/event_packets.h"

#include <algorithm>

#include "base/json_string.h"
#include "journal/packet_line.h"
#include "report/packet_line.h"

namespace jobrig::admin {
namespace {

bool has_conditions(const journal::PacketFilter& filter) {
  return filter.session || filter.packet || filter.topic || filter.thing || filter.job || filter.operation ||
         filter.rule;
}

std::string event_packet(const journal::KeptPacket& packet) {
  std::string json = "{\"position\":" + std::to_string(packet.position) + ",";
  journal::append_packet_members(*packet.record, json);
  json += ",\"text\":";
  base::append_json_string(json, report::packet_line(*packet.record));
  return json + "}";
}

}  // namespace

std::optional<journal::PacketFilter> packet_filter_of(const journal::JournalFilter& filter) {
  if (filter.status) {
    return std::nullopt;
  }
  journal::PacketFilter packets;
  packets.thing = filter.thing;
  packets.job = filter.job;
  packets.operation = filter.operation;
  packets.rule = filter.rule;
  return packets;
}

NewPackets new_packets(const journal::PacketMemory& memory, const journal::PacketFilter& filter, std::size_t most) {
  constexpr std::size_t kAll = 1'000'000;  // more than fit into the memory
  const bool chooses = has_conditions(filter);
  journal::PacketFilter wanted = filter;
  wanted.after = chooses ? filter.after : 0;  // 0: the newest
  journal::PacketExtract extract = memory.find(wanted, chooses ? kAll : most);
  std::erase_if(extract.records, [&](const journal::KeptPacket& one) { return one.position <= filter.after; });
  NewPackets found;
  found.last = std::max(extract.last, filter.after);
  found.matched = chooses ? extract.records.size() : found.last - filter.after;
  const std::size_t surplus = extract.records.size() - std::min(most, extract.records.size());
  extract.records.erase(extract.records.begin(), extract.records.begin() + static_cast<std::ptrdiff_t>(surplus));
  found.records = std::move(extract.records);
  return found;
}

std::string packets_json(const NewPackets& packets, std::size_t max_bytes) {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (auto record = packets.records.rbegin(); record != packets.records.rend(); ++record) {
    std::string text = event_packet(*record);
    bytes += text.size() + 1;
    if (bytes > max_bytes && !texts.empty()) {
      break;
    }
    texts.push_back(std::move(text));
  }
  std::string json = "{\"matched\":" + std::to_string(packets.matched) + ",\"records\":[";
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
    json.append(text == texts.rbegin() ? "" : ",").append(*text);
  }
  return json + "]}";
}

}  // namespace jobrig::admin

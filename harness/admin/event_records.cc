#include "admin/event_records.h"

#include "admin/record_query.h"
#include "base/json_string.h"
#include "journal/line.h"
#include "journal/packet_line.h"
#include "report/exchange_line.h"
#include "report/packet_line.h"

namespace jobrig::admin {
namespace {

std::string json_start(std::uint64_t position) { return "{\"position\":" + std::to_string(position) + ","; }

std::string json_end(std::string json, std::string_view text) {
  json += ",\"text\":";
  base::append_json_string(json, text);
  return json + "}";
}

std::string event_of(const journal::JournalRecord& record) {
  std::string json = json_start(record.position);
  journal::append_journal_members(*record.exchange, json);
  return json_end(std::move(json), report::exchange_line(*record.exchange));
}

std::string event_of(const journal::KeptPacket& packet) {
  std::string json = json_start(packet.position);
  journal::append_packet_members(*packet.record, json);
  return json_end(std::move(json), report::packet_line(*packet.record));
}

template <typename Record>
std::string records_json(const NewRecords<Record>& found, std::size_t max_bytes) {
  std::string (*const text_of)(const Record&) = event_of;
  const std::vector<std::string> texts = texts_that_fit(found.records, true, text_of, max_bytes);
  return "{\"matched\":" + std::to_string(found.matched) + ",\"records\":[" + joined(texts) + "]}";
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

std::string new_records_json(const NewRecords<journal::JournalRecord>& exchanges, std::size_t max_bytes) {
  return records_json(exchanges, max_bytes);
}

std::string new_records_json(const NewRecords<journal::KeptPacket>& packets, std::size_t max_bytes) {
  return records_json(packets, max_bytes);
}

}  // namespace jobrig::admin

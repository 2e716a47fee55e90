#include "journal/packet_line.h"

#include <chrono>
#include <string_view>

#include "journal/members.h"

namespace jobrig::journal {
namespace {

std::string_view direction_word(model::PacketDirection direction) {
  switch (direction) {
    case model::PacketDirection::kFromClient:
      return "from-client";
    case model::PacketDirection::kToClient:
      return "to-client";
    case model::PacketDirection::kConnection:
      return "connection";
  }
  return "";
}

void append_filters(std::string_view filters, base::TextBuffer& out) {
  std::string_view lead = R"(,"filters":[)";
  while (!filters.empty()) {
    const std::size_t end = filters.find('\n');
    append_string(lead, filters.substr(0, end), out);
    lead = ",";
    filters.remove_prefix(end == std::string_view::npos ? filters.size() : end + 1);
  }
  out.add(lead == "," ? "]" : R"(,"filters":[])");
}

void append_content(const model::PacketRecord& record, base::TextBuffer& out) {
  if (record.packet_id != 0) {
    append_count(R"(,"packet_id":)", record.packet_id, out);
  }
  if (record.packet == "PUBLISH") {
    append_count(R"(,"qos":)", record.qos, out);
    out.add(record.dup ? R"(,"dup":true)" : R"(,"dup":false)");
    out.add(record.retain ? R"(,"retain":true)" : R"(,"retain":false)");
    append_string(R"(,"topic":)", record.topic, out);
    append_bytes("payload", record.payload, nullptr, out);
  } else if (record.packet == "SUBSCRIBE" || record.packet == "UNSUBSCRIBE") {
    append_filters(record.topic, out);
  }
  if (record.reason) {
    append_count(R"(,"reason":)", *record.reason, out);
  }
}

void append_meaning(const model::PacketRecord& record, base::TextBuffer& out) {
  const auto append_unless_empty = [&out](std::string_view lead, const std::string& text) {
    if (!text.empty()) {
      append_string(lead, text, out);
    }
  };
  append_unless_empty(R"(,"operation":)", record.operation);
  append_unless_empty(R"(,"thing":)", record.thing);
  append_unless_empty(R"(,"job":)", record.job);
  if (record.answers != 0) {
    append_count(R"(,"answers":)", record.answers, out);
  }
  if (!record.rule.empty()) {
    append_string(R"(,"rule":)", record.rule, out);
    append_count(R"(,"step":)", record.step, out);
  }
  std::string_view lead = R"(,"faults":[)";
  for (const std::string& fault : record.faults) {
    append_string(lead, fault, out);
    lead = ",";
  }
  out.add(record.faults.empty() ? "" : "]");
  append_unless_empty(R"(,"detail":)", record.detail);
}

void append_members(const model::PacketRecord& record, base::TextBuffer& out) {
  append_count(R"("event":"packet","protocol":"mqtt","number":)", record.number, out);
  append_count(R"(,"connection":)", record.connection, out);
  out.add(R"(,"arrived":")");
  append_instant(record.at, out);
  append_integer(R"(","monotonic_us":)",
                 std::chrono::floor<std::chrono::microseconds>(record.when.time_since_epoch()).count(), out);
  append_string(R"(,"direction":)", direction_word(record.direction), out);
  append_string(R"(,"session":)", record.client_id, out);
  append_string(R"(,"packet":)", record.packet, out);
  append_content(record, out);
  append_meaning(record, out);
}

}  // namespace

void append_packet_members(const model::PacketRecord& record, std::string& members) {
  base::TextBuffer out(members);
  append_members(record, out);
  out.flush();
}

void append_packet_line(const model::PacketRecord& record, std::string& lines) {
  base::TextBuffer out(lines);
  out.add('{');
  append_members(record, out);
  if (record.direction != model::PacketDirection::kConnection) {
    append_bytes("bytes", record.bytes, nullptr, out);
  }
  out.add("}\n");
  out.flush();
}

}  // namespace jobrig::journal

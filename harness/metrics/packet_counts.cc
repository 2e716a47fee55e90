#include "metrics/packet_counts.h"

#include <string>
#include <string_view>

namespace jobrig::metrics {
namespace {

/// `accepted`, or the code of a rejected response, such as `VersionMismatch`; empty: neither.
std::string_view code_of_answer(const model::PacketRecord& record) {
  if (record.topic.ends_with("/accepted")) {
    return "accepted";
  }
  constexpr std::string_view kMember = "\"code\":\"";
  const std::string_view payload = record.payload;
  const std::size_t at = payload.find(kMember);
  if (!record.topic.ends_with("/rejected") || at == std::string_view::npos) {
    return "";
  }
  const std::string_view code = payload.substr(at + kMember.size());
  return code.substr(0, code.find('"'));
}

}  // namespace

void PacketCounts::count(const model::PacketRecord& record) {
  if (record.direction == model::PacketDirection::kConnection) {
    connections_.fetch_add(record.packet == "opened" ? 1 : 0, std::memory_order_relaxed);
    return;
  }
  packets_.add(0, record.packet.empty() ? "invalid" : record.packet, static_cast<std::uint32_t>(record.direction));
  for (const std::string& fault : record.faults) {
    faults_.add(0, fault, 0);
  }
  if (record.direction == model::PacketDirection::kToClient && record.answers != 0) {
    answers_.add(0, record.operation + "/" + std::string(code_of_answer(record)), 0);
  }
}

void PacketCounts::set(const BrokerUsage& usage) noexcept {
  open_.store(usage.connections, std::memory_order_relaxed);
  sessions_.store(usage.sessions, std::memory_order_relaxed);
  dropped_.store(usage.dropped, std::memory_order_relaxed);
  expired_.store(usage.expired, std::memory_order_relaxed);
}

PacketTotals PacketCounts::totals() const {
  return {packets_.totals(),
          answers_.totals(),
          faults_.totals(),
          connections_.load(),
          {open_.load(), sessions_.load(), dropped_.load(), expired_.load()}};
}

}  // namespace jobrig::metrics

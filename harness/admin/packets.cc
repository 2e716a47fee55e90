// Admin route for recorded MQTT packets, with a query that can wait for records.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include "admin/routes.h"
#include "base/deadline.h"
#include "journal/packet_line.h"

namespace jobrig::admin {
namespace {

constexpr std::uint64_t kPacketLimit = 100;
constexpr std::uint64_t kMaxPacketLimit = 1000;
constexpr base::Duration kMaxPacketWait = std::chrono::hours(1);
// Total size of the records in one response.
constexpr std::size_t kMaxPackets = std::size_t{16} << 20U;

struct PacketQuery {
  journal::PacketFilter filter;
  std::size_t limit = kPacketLimit;
  std::size_t count = 0;  // number of records to wait for
};

PacketQuery packet_query_of(const AdminCall& call) {
  PacketQuery query;
  query.filter.session = query_text(call, "session");
  query.filter.packet = query_text(call, "packet");
  query.filter.topic = query_text(call, "topic");
  query.filter.thing = query_text(call, "thing");
  query.filter.after = query_number(call, "after", UINT64_MAX).value_or(0);
  query.limit = query_number(call, "limit", kMaxPacketLimit).value_or(kPacketLimit);
  return query;
}

/// Returns the line of the journal file, with the position as its first member.
std::string packet_text(const journal::KeptPacket& packet) {
  std::string line;
  journal::append_packet_line(*packet.record, line);
  line.pop_back();
  line.replace(0, 1, "{\"position\":" + std::to_string(packet.position) + ",");
  return line;
}

model::HttpReply packets_reply(const hosting::Generation& generation, const PacketQuery& query) {
  const journal::PacketExtract extract = generation.packets.find(query.filter, query.limit);
  std::string text = "{\"records\":[";
  std::size_t written = 0;
  for (const journal::KeptPacket& packet : extract.records) {
    if (text.size() > kMaxPackets) {
      break;
    }
    text += written++ == 0 ? "" : ",";
    text += packet_text(packet);
  }
  const bool enough = extract.records.size() >= query.count;
  const bool more = extract.more || written < extract.records.size();
  text += std::string("],\"enough\":") + (enough ? "true" : "false") + ",\"more\":" + (more ? "true" : "false") +
          ",\"last\":" + std::to_string(extract.last) + ",\"evicted\":" + std::to_string(extract.evicted) + "}\n";
  return json_text_reply(200, std::move(text));
}

/// Waits for records of one generation. If the sandbox is reset meanwhile, the wait ends immediately.
class PacketWait final : public model::PendingReply {
 public:
  PacketWait(std::shared_ptr<hosting::Generation> generation, PacketQuery query, base::Monotonic deadline)
      : generation_(std::move(generation)), query_(std::move(query)), deadline_(deadline) {}

  void when_ready(std::function<void()> wake) override {
    wake_ = std::move(wake);
    watch_ = generation_->packets.watch([this] { wake_if_ready(); });
    wake_if_ready();  // what was recorded before the watch began
  }
  [[nodiscard]] base::Monotonic deadline() const override { return deadline_; }
  model::Reply reply() override { return packets_reply(*generation_, query_); }

 private:
  void wake_if_ready() {
    const bool enough = generation_->packets.find(query_.filter, query_.limit).records.size() >= query_.count;
    if ((enough || generation_->packets.has_ended()) && !woken_.exchange(true)) {
      wake_();
    }
  }

  std::shared_ptr<hosting::Generation> generation_;
  PacketQuery query_;
  base::Monotonic deadline_;
  std::function<void()> wake_;
  std::atomic<bool> woken_{false};
  std::unique_ptr<base::ChangeSignal::Watch> watch_;  // ends first
};

}  // namespace

model::Plan answer_packets(const AdminCall& call) {
  PacketQuery query = packet_query_of(call);
  const auto wait = query_text(call, "wait");
  query.count = query_number(call, "count", kMaxPacketLimit).value_or(wait ? 1 : 0);
  query.limit = std::max(query.limit, query.count);
  std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  if (!wait) {
    return plan_for(packets_reply(*generation, query));
  }
  const base::Duration longest = duration_in(*wait, "wait", kMaxPacketWait);
  const base::Monotonic deadline = base::deadline(call.subject.sandboxes.monotonic(), longest);
  model::Plan plan;
  plan.pending = std::make_shared<PacketWait>(std::move(generation), std::move(query), deadline);
  return plan;
}

}  // namespace jobrig::admin

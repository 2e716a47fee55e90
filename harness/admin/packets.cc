// Admin route for recorded MQTT packets, with a query that can wait for records.
#include <atomic>
#include <utility>

#include "admin/record_query.h"
#include "admin/routes.h"
#include "journal/packet_line.h"

namespace jobrig::admin {
namespace {

using PacketQuery = RecordQuery<journal::PacketFilter>;

PacketQuery packet_query_of(const AdminCall& call) {
  journal::PacketFilter filter;
  filter.session = query_text(call, "session");
  filter.packet = query_text(call, "packet");
  filter.topic = query_text(call, "topic");
  filter.thing = query_text(call, "thing");
  filter.after = query_number(call, "after", UINT64_MAX).value_or(0);
  return record_query(call, std::move(filter));
}

std::string packet_text(const journal::KeptPacket& packet) {
  std::string line;
  journal::append_packet_line(*packet.record, line);
  return with_position(std::move(line), packet.position);
}

model::HttpReply packets_reply(const hosting::Generation& generation, const PacketQuery& query) {
  const journal::PacketExtract extract = generation.packets.find(query.filter, query.limit);
  const std::vector<std::string> texts = texts_that_fit(extract.records, false, packet_text);
  return records_reply(texts, "", extent_of(extract, texts.size(), query.count));
}

/// Waits for records of one generation. If the sandbox is reset meanwhile, the wait ends immediately.
class PacketWait final : public model::PendingReply {
 public:
  /// `query` has a deadline.
  PacketWait(std::shared_ptr<hosting::Generation> generation, PacketQuery query)
      : generation_(std::move(generation)), query_(std::move(query)) {}

  void when_ready(std::function<void()> wake) override {
    wake_ = std::move(wake);
    watch_ = generation_->packets.watch([this] { wake_if_ready(); });
    wake_if_ready();  // what was recorded before the watch began
  }
  [[nodiscard]] base::Monotonic deadline() const override { return *query_.deadline; }
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
  std::function<void()> wake_;
  std::atomic<bool> woken_{false};
  std::unique_ptr<base::ChangeSignal::Watch> watch_;  // ends first
};

}  // namespace

model::Plan answer_packets(const AdminCall& call) {
  PacketQuery query = packet_query_of(call);
  std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  if (!query.deadline) {
    return plan_for(packets_reply(*generation, query));
  }
  model::Plan plan;
  plan.pending = std::make_shared<PacketWait>(std::move(generation), std::move(query));
  return plan;
}

}  // namespace jobrig::admin

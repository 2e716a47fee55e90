#include "conform/case_stage.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace jobrig::conform {
namespace {

using namespace std::chrono_literals;

// How long an exchange may stay open after the client has reported, because the client keeps the connection. Nothing is
// judged by it: the record of an exchange is complete when its response is sent.
constexpr auto kRecordTimeout = 1s;
// The connections of a client that has ended are closed, so that only a server that hangs takes so long.
constexpr auto kLongestEnd = 90s;
// A client that sends requests in an endless loop is judged by the first ones; more would only use memory.
constexpr std::size_t kMaxExchanges = 10'000;

}  // namespace

CaseStage::CaseStage(const std::shared_ptr<const model::ConformanceCase>& conformance_case, std::uint64_t seed)
    : ServedStage(std::shared_ptr<const model::Scenario>(conformance_case, &conformance_case->scenario),
                  conformance_case->scenario.seed.value_or(seed)),
      case_(conformance_case) {}

model::Plan CaseStage::plan(const model::Request& request) {
  model::Plan plan = ServedStage::plan(request);
  model::Exchange begun;
  begun.decision = plan.decision;
  begun.request = request.raw;
  begun.arrived = plan.arrived.value_or(clock.civil());
  begun.request_whole = clock.monotonic();
  const std::lock_guard lock(mutex_);
  progress_ = {begun.request_whole, progress_.requests + 1};
  planned_.push_back(std::move(begun));
  return plan;
}

void CaseStage::count_connection() {
  const std::lock_guard lock(mutex_);
  ++connections_;
}

std::uint64_t CaseStage::connections() {
  const std::lock_guard lock(mutex_);
  return connections_;
}

model::Opening CaseStage::at_accept() {
  count_connection();
  return ServedStage::at_accept();
}

CaseStage::Progress CaseStage::progress() {
  const std::lock_guard lock(mutex_);
  return progress_;
}

void CaseStage::record(model::Exchange&& exchange) {
  const std::lock_guard lock(mutex_);
  progress_.last = clock.monotonic();
  const auto begun = std::find_if(planned_.begin(), planned_.end(), [&](const model::Exchange& one) {
    return one.decision.ordinal == exchange.decision.ordinal && one.request == exchange.request;
  });
  if (begun != planned_.end()) {
    planned_.erase(begun);
  }
  if (recorded_.size() < kMaxExchanges) {
    recorded_.push_back(std::move(exchange));
  }
  changed_.notify_all();
}

/// What a client sends by itself while it waits is no progress. A connection whose TLS handshake fails is closed
/// without having been opened.
void CaseStage::record(model::PacketRecord&& packet) noexcept {
  const std::lock_guard lock(mutex_);
  connections_ = std::max(connections_, packet.connection);
  if (packet.direction == model::PacketDirection::kFromClient && packet.packet != "PINGREQ" &&
      packet.packet != "PUBACK") {
    progress_ = {packet.when, progress_.requests + 1};
  }
  try {
    if (packets_.size() < kMaxExchanges) {
      packets_.push_back(std::move(packet));
    }
  } catch (const std::bad_alloc&) {  // a record is lost, and the case is judged without it
  }
}

std::vector<model::PacketRecord> CaseStage::packets() {
  const std::lock_guard lock(mutex_);
  return std::exchange(packets_, {});
}

std::vector<model::Exchange> CaseStage::finish(bool client_runs) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, client_runs ? kRecordTimeout : kLongestEnd, [&] { return planned_.empty(); });
  std::vector<model::Exchange> all = std::move(recorded_);
  all.insert(all.end(), std::make_move_iterator(planned_.begin()), std::make_move_iterator(planned_.end()));
  planned_.clear();
  std::stable_sort(all.begin(), all.end(), [](const model::Exchange& one, const model::Exchange& other) {
    return one.request_whole < other.request_whole;
  });
  return all;
}

}  // namespace jobrig::conform

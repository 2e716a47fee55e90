#include "journal/packet_memory.h"

#include <algorithm>
#include <utility>

#include "base/glob.h"

namespace jobrig::journal {
namespace {

// About the size of a record without its texts, with its place in the memory.
constexpr std::size_t kFixed = sizeof(model::PacketRecord) + 64;

std::size_t size_of_packet(const model::PacketRecord& record) {
  return kFixed + record.bytes.size() + record.topic.size() + record.payload.size() + record.client_id.size();
}

bool fits(const std::optional<std::string>& glob, const std::string& text) {
  return !glob || base::glob_matches(*glob, text);
}

}  // namespace

bool PacketFilter::holds(const model::PacketRecord& record) const {
  return fits(session, record.client_id) && fits(packet, record.packet) && fits(topic, record.topic) &&
         fits(thing, record.thing) && fits(job, record.job) && fits(operation, record.operation) &&
         fits(rule, record.rule);
}

void PacketMemory::record(model::PacketRecord&& record) {
  auto kept = std::make_shared<const model::PacketRecord>(std::move(record));
  std::vector<KeptPacket> gone;  // freed without the lock
  {
    const std::lock_guard lock(mutex_);
    bytes_ += size_of_packet(*kept);
    records_.push_back({++last_, std::move(kept)});
    while (bytes_ > bound_ && records_.size() > 1) {
      bytes_ -= size_of_packet(*records_.front().record);
      gone.push_back(std::move(records_.front()));
      records_.pop_front();
      ++evicted_;
    }
  }
  changed_.notify();
}

void PacketMemory::continue_after(std::uint64_t last) noexcept {
  const std::lock_guard lock(mutex_);
  last_ = last;
}

PacketExtract PacketMemory::find(const PacketFilter& filter, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  PacketExtract extract;
  extract.last = last_;
  extract.evicted = evicted_;
  const bool newest = filter.after == 0;
  // Positions have no gaps: the first record after `filter.after` is found without a search.
  const std::uint64_t evicted = records_.empty() ? 0 : records_.front().position - 1;
  const std::size_t first = newest || filter.after < evicted ? 0 : filter.after - evicted;
  for (std::size_t i = first; i < records_.size() && !extract.more; ++i) {
    const KeptPacket& one = records_[newest ? records_.size() - 1 - i : i];
    if (one.position > filter.after && filter.holds(*one.record)) {
      extract.more = extract.records.size() == limit;
      if (!extract.more) {
        extract.records.push_back(one);
      }
    }
  }
  if (newest) {
    std::reverse(extract.records.begin(), extract.records.end());
  }
  return extract;
}

std::uint64_t PacketMemory::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

void PacketMemory::end() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify();
}

bool PacketMemory::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

}  // namespace jobrig::journal

// Layout of a record: its kind and its size, then an exchange (model/exchange_bytes.h), the number of dropped
// exchanges and the reason, or a line.
#include "journal/backlog.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "model/exchange_bytes.h"

namespace jobrig::journal {
namespace {

enum class Kind : std::uint8_t { kExchange, kDropped, kLine };

struct Head {
  std::size_t size;  // of the record, including its head
  Kind kind;
};

Head head_at(const char* record) {
  Head head{};
  std::memcpy(&head, record, sizeof head);
  return head;
}

}  // namespace

void Block::append_line(std::string& lines, LineScratch& scratch) {
  const char* const record = bytes_.get() + read_;
  const Head head = head_at(record);
  const char* const content = record + sizeof head;
  if (head.kind == Kind::kExchange) {
    model::read_exchange(content, scratch.exchange);
    append_journal_line(scratch.exchange, scratch.memo, lines);
    --exchanges_;
  } else if (head.kind == Kind::kLine) {
    lines.append(content, head.size - sizeof head);
  } else {
    std::uint64_t dropped = 0;
    std::memcpy(&dropped, content, sizeof dropped);
    append_dropped_event(dropped, {content + sizeof dropped, head.size - sizeof head - sizeof dropped}, lines);
  }
  read_ += head.size;
}

std::uint64_t Block::skip() {
  const Head head = head_at(bytes_.get() + read_);
  read_ += head.size;
  const std::uint64_t exchanges = head.kind == Kind::kExchange ? 1 : 0;
  exchanges_ -= exchanges;
  return exchanges;
}

std::size_t Backlog::size_of(const model::Exchange& exchange) { return sizeof(Head) + model::exchange_bytes(exchange); }

void Backlog::add(const model::Exchange& exchange, std::size_t size) {
  char* const to = make_room(size);
  const Head head{size, Kind::kExchange};
  std::memcpy(to, &head, sizeof head);
  model::write_exchange(exchange, to + sizeof head);
  blocks_.back().size_ += size;
  ++blocks_.back().exchanges_;
}

std::size_t Backlog::add_dropped(std::uint64_t exchanges, std::string_view reason) {
  const std::size_t size = sizeof(Head) + sizeof exchanges + reason.size();
  char* const to = make_room(size);
  const Head head{size, Kind::kDropped};
  std::memcpy(to, &head, sizeof head);
  std::memcpy(to + sizeof head, &exchanges, sizeof exchanges);
  reason.copy(to + sizeof head + sizeof exchanges, reason.size());
  blocks_.back().size_ += size;
  return size;
}

std::size_t Backlog::add_line(std::string_view line) {
  const std::size_t size = sizeof(Head) + line.size();
  char* const to = make_room(size);
  const Head head{size, Kind::kLine};
  std::memcpy(to, &head, sizeof head);
  line.copy(to + sizeof head, line.size());
  blocks_.back().size_ += size;
  return size;
}

/// Room at the end of the last block.
char* Backlog::make_room(std::size_t size) {
  if (blocks_.empty() || blocks_.back().room() < size) {
    if (spare_.capacity_ >= size) {
      blocks_.emplace_back();
      blocks_.back() = std::exchange(spare_, Block());
    } else {
      blocks_.push_back(Block(std::max(size, kBlock)));
    }
  }
  Block& last = blocks_.back();
  return last.bytes_.get() + last.size_;
}

std::uint64_t Backlog::exchanges() const {
  std::uint64_t count = 0;
  for (const Block& block : blocks_) {
    count += block.exchanges_;
  }
  return count;
}

Block Backlog::take() {
  if (blocks_.empty()) {
    return {};
  }
  Block oldest = std::move(blocks_.front());
  blocks_.pop_front();
  return oldest;
}

void Backlog::give_back(Block&& block) {
  if (block.capacity_ == kBlock && spare_.capacity_ == 0) {
    block.clear();
    spare_ = std::move(block);
  }
}

}  // namespace jobrig::journal

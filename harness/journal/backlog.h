// Backlog: the records that wait for the writer of a journal, in order, as blocks of memory. Adding a record copies its
// bytes and formats nothing, because the thread that adds it serves clients. It has no lock and no limit (file.h has).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "journal/line.h"
#include "model/exchange.h"

namespace jobrig::journal {

/// Memory that the thread that formats records keeps between them.
struct LineScratch {
  model::Exchange exchange;
  LineMemo memo;
};

/// Consecutive records: exchanges and events.
class Block {
 public:
  Block() = default;
  /// Throws std::bad_alloc.
  explicit Block(std::size_t capacity) : bytes_(new char[capacity]), capacity_(capacity) {}

  [[nodiscard]] bool is_read() const { return read_ == size_; }
  /// Of the records that were not read yet.
  [[nodiscard]] std::size_t bytes_left() const { return size_ - read_; }
  [[nodiscard]] std::uint64_t exchanges_left() const { return exchanges_; }

  /// Appends the line of the next record. Throws std::bad_alloc; then the record is still the next one.
  void append_line(std::string& lines, LineScratch& scratch);
  /// Reads the next record without a line. Returns how many exchanges that are.
  std::uint64_t skip();

 private:
  friend class Backlog;
  [[nodiscard]] std::size_t room() const { return capacity_ - size_; }
  void clear() { size_ = read_ = exchanges_ = 0; }

  std::unique_ptr<char[]> bytes_;  // NOLINT: a container would fill it before it is written
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::size_t read_ = 0;
  std::uint64_t exchanges_ = 0;  // that were not read yet
};

/// Not thread-safe.
class Backlog {
 public:
  /// The size that the exchange takes here.
  static std::size_t size_of(const model::Exchange& exchange);
  /// Throws std::bad_alloc; then nothing was added, as in the next function. `size`: size_of(exchange).
  void add(const model::Exchange& exchange, std::size_t size);
  /// An event (line.h). Returns its size.
  std::size_t add_dropped(std::uint64_t exchanges, std::string_view reason);
  /// Another event, as the line that it becomes. Returns its size.
  std::size_t add_line(std::string_view line);

  [[nodiscard]] bool empty() const { return blocks_.empty(); }
  /// Whether the oldest block is full, so that waiting longer does not make it larger.
  [[nodiscard]] bool has_full_block() const { return blocks_.size() > 1; }
  [[nodiscard]] std::uint64_t exchanges() const;

  /// The oldest block; an empty one if there is none.
  Block take();
  /// A block that was read: its memory is used again.
  void give_back(Block&& block);
  void clear() { blocks_.clear(); }

  static constexpr std::size_t kBlock = std::size_t{256} << 10U;  // a larger record has a block of its own

 private:
  char* make_room(std::size_t size);

  std::deque<Block> blocks_;
  Block spare_;
};

}  // namespace jobrig::journal

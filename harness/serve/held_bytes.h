// Held bytes: counts the memory that the connections of a server use for incomplete requests, for requests that wait
// for their response, and for responses that are not sent. It enforces no limit.
#pragma once

#include <atomic>
#include <cstddef>

namespace jobrig::serve {

/// A share of a total, which it borrows. Used by one thread; the total is shared by all.
class HeldBytes {
 public:
  explicit HeldBytes(std::atomic<std::size_t>& total) : total_(total) {}
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;
  ~HeldBytes() { set(0); }

  void set(std::size_t bytes) {
    if (bytes != bytes_) {
      total_.fetch_add(bytes - bytes_, std::memory_order_relaxed);  // unsigned: also subtracts
      bytes_ = bytes;
    }
  }

 private:
  std::atomic<std::size_t>& total_;
  std::size_t bytes_ = 0;
};

}  // namespace jobrig::serve

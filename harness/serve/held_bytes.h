// Held bytes: counts the memory that the connections of a server use for incomplete requests, for requests that wait
// for their response, and for responses that are not sent. It enforces no limit.
#pragma once

#include <atomic>
#include <cstddef>

namespace jobrig::serve {

/// Changes a share of a total. The total is shared by all threads; the share belongs to the caller.
template <typename Share>
void set_share(std::atomic<std::size_t>& total, Share& share, std::size_t bytes) {
  if (bytes != share) {
    total.fetch_add(bytes - share, std::memory_order_relaxed);  // unsigned: also subtracts
    share = static_cast<Share>(bytes);
  }
}

/// A share of a total, which it borrows. Used by one thread; the total is shared by all.
class HeldBytes {
 public:
  explicit HeldBytes(std::atomic<std::size_t>& total) : total_(total) {}
  HeldBytes(const HeldBytes&) = delete;
  HeldBytes& operator=(const HeldBytes&) = delete;
  ~HeldBytes() { set(0); }

  void set(std::size_t bytes) { set_share(total_, bytes_, bytes); }

 private:
  std::atomic<std::size_t>& total_;
  std::size_t bytes_ = 0;
};

}  // namespace jobrig::serve

// Riders: exchanges whose responses are sent together with the next one, in one system call. Only plain responses to
// requests that were received with another one ride. They become records when their bytes are sent, or when it is
// certain that they will not be.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/script.h"
#include "model/stage.h"
#include "serve/packed_exchange.h"

namespace jobrig::serve {

class Worker;

/// For one connection at a time.
class Riders {
 public:
  /// Throws std::bad_alloc; then the response did not join.
  void add(const model::Exchange& exchange, std::string_view response, std::shared_ptr<model::Stage> stage);

  [[nodiscard]] bool empty() const { return riders_.empty(); }
  /// The total size of the responses.
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

  /// Puts the responses in front of the first bytes of the script.
  void join(model::Script& script) const;

  /// How much of the responses was sent, and when.
  struct Sent {
    std::size_t bytes = 0;
    base::Monotonic first_byte{};
    base::Monotonic last_byte{};
    base::Monotonic ended{};
    model::CloseReason close_reason = model::CloseReason::kKept;  // of those that were not sent completely
  };
  /// Passes the records to the sink, in their order. Overwrites the worker's exchange. Leaves no riders.
  void record(Worker& worker, const Sent& sent) noexcept;

 private:
  struct Rider {
    PackedExchange exchange;
    std::size_t size = 0;
    std::shared_ptr<model::Stage> stage;
  };

  std::string bytes_;
  std::vector<Rider> riders_;
};

}  // namespace jobrig::serve

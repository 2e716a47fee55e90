// PackedExchange: the record of an exchange while its answer waits, in one allocation: 250 bytes where the Exchange
// with its strings takes 560, times the thousands that may wait. It changes nothing of the record.
#pragma once

#include <memory>

#include "model/exchange.h"

namespace jobrig::serve {

/// Holds an exchange, or none.
class PackedExchange {
 public:
  /// What the player fills in at the end (the answer, its times and the close_reason) is not kept.
  void pack(const model::Exchange& exchange);
  /// The exchange as it was; what was not kept is as in a new one.
  [[nodiscard]] model::Exchange unpack() const;
  [[nodiscard]] explicit operator bool() const { return bytes_ != nullptr; }

 private:
  std::unique_ptr<char[]> bytes_;  // NOLINT: a size of its own would be kept twice
};

}  // namespace jobrig::serve

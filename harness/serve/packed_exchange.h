// PackedExchange: stores the record of an exchange in one allocation while its response is pending. It takes 250 bytes
// instead of 560 for an Exchange with its strings; thousands may be pending. It does not change the record.
#pragma once

#include <memory>

#include "model/exchange.h"

namespace jobrig::serve {

/// Contains one exchange or none.
class PackedExchange {
 public:
  /// Members that the player sets at the end (the answer, its times and the close_reason) are not stored.
  void pack(const model::Exchange& exchange);
  /// Returns the stored exchange; members that were not stored have their default values.
  [[nodiscard]] model::Exchange unpack() const;
  [[nodiscard]] explicit operator bool() const { return bytes_ != nullptr; }

 private:
  std::unique_ptr<char[]> bytes_;  // NOLINT: a container would store the size twice
};

}  // namespace jobrig::serve

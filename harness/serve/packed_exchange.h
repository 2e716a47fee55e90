// PackedExchange: stores the record of an exchange in one allocation while its response is pending. It takes 300 bytes
// instead of 560 for an Exchange with its strings; thousands may be pending. It does not change the record.
#pragma once

#include <memory>

#include "model/exchange.h"

namespace jobrig::serve {

/// Contains one exchange or none.
class PackedExchange {
 public:
  void pack(const model::Exchange& exchange);
  [[nodiscard]] model::Exchange unpack() const;
  [[nodiscard]] explicit operator bool() const { return bytes_ != nullptr; }

 private:
  std::unique_ptr<char[]> bytes_;  // NOLINT: a container would store the size twice
};

}  // namespace jobrig::serve

// PackedExchange: stores the record of an exchange, and a script that waits before its first byte, in one allocation
// while the response is pending. Thousands may be pending, and most are much alike: then each takes 150 bytes instead
// of 1100 for an Exchange and a script with their strings. It changes neither.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_delta.h"
#include "model/exchange.h"
#include "model/script.h"

namespace jobrig::serve {

/// What the packed exchanges of one thread are compared with: for each kind of answer one that was packed before.
class PackingBases {
 private:
  friend class PackedExchange;
  struct Base {
    std::shared_ptr<const base::DeltaBase> bytes;  // null: none yet
    std::size_t misses = 0;                        // exchanges in a row that were not like it
  };
  [[nodiscard]] Base& of(const model::Decision& decision);

  std::array<Base, 8> bases_;
  std::string plain_;  // scratch objects
  std::string delta_;
};

/// Contains one exchange or none.
class PackedExchange {
 public:
  void pack(const model::Exchange& exchange);
  /// If it is small, only its difference from one of the bases is stored.
  void pack(const model::Exchange& exchange, const std::vector<model::ScriptStep>& steps, PackingBases& bases);
  [[nodiscard]] model::Exchange unpack() const;
  /// The steps that were packed with it. It keeps them.
  [[nodiscard]] std::vector<model::ScriptStep> steps() const;
  [[nodiscard]] bool has_steps() const { return has_steps_; }
  [[nodiscard]] explicit operator bool() const { return bytes_ != nullptr; }
  /// The number of bytes that it takes, without its base.
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Limits of a script; others are not copied for the memory that it would save.
  static constexpr std::size_t kMaxSteps = 4;
  static constexpr std::size_t kMaxBytes = 4096;

 private:
  // A base is replaced after so many exchanges that are not like it. It takes the memory of a few of them.
  static constexpr std::size_t kMaxMisses = 64;

  void keep_copy(std::string_view bytes);

  std::unique_ptr<char[]> bytes_;                // NOLINT: a container would store the size twice
  std::shared_ptr<const base::DeltaBase> base_;  // null: the bytes are complete
  std::uint32_t size_ = 0;
  bool has_steps_ = false;
};

}  // namespace jobrig::serve

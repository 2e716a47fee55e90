// Byte delta: stores bytes as their difference from other bytes that are much like them. It saves memory where
// thousands of similar texts wait; the format is only for this process.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace jobrig::base {

/// The bytes that others are compared with. Immutable.
class DeltaBase {
 public:
  /// Copies the bytes, at most kMaxSize.
  explicit DeltaBase(std::string_view bytes);

  /// Stores in `delta` how the bytes differ from these. Any bytes are allowed. If they have nothing in common with
  /// these, the delta is a few bytes larger than they are.
  void encode(std::string_view bytes, std::string& delta) const;
  /// Returns the bytes of a delta of encode().
  [[nodiscard]] std::string decode(const char* delta) const;

  static constexpr std::size_t kMaxSize = std::size_t{16} * 1024;

 private:
  static constexpr unsigned kHashBits = 9;
  // A shorter match would save less than it takes to describe it.
  static constexpr std::size_t kMinMatch = 6;

  [[nodiscard]] std::size_t match_at(std::size_t at, std::string_view bytes) const;
  static std::size_t hash_of(const char* four_bytes);

  const std::string bytes_;
  std::array<std::uint16_t, 1U << kHashBits> places_{};  // by the hash of four bytes: one more than where they are
};

}  // namespace jobrig::base

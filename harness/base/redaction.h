// Redaction: removes given secrets from text, also where they are encoded. It knows only the values that it is given.
#pragma once

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::base {

/// What replaces a secret.
inline constexpr std::string_view kRedacted = "[redacted]";

/// Immutable.
class Redaction {
 public:
  Redaction() = default;
  /// Ignores values shorter than kMin: every text contains them by chance.
  explicit Redaction(const std::vector<std::string>& secrets);
  static constexpr std::size_t kMin = 6;

  /// The text with kRedacted in place of each secret: as it is, percent-encoded, in Base64, escaped as in JSON and in a
  /// shell. Also in place of a part of a secret where the text may have been cut: at its beginning, its end and before
  /// `…`.
  [[nodiscard]] std::string clean(std::string_view text) const;
  [[nodiscard]] bool empty() const { return forms_.empty(); }

 private:
  void clean_end(std::string& text) const;
  [[nodiscard]] std::size_t size_of_secret_at(std::string_view text) const;

  std::vector<std::string> forms_;                        // longest first: one may begin another
  std::array<std::vector<std::size_t>, 256> by_first_{};  // positions in forms_ by first byte
  std::bitset<65536> beginnings_;                         // the first two bytes of a form
};

}  // namespace jobrig::base

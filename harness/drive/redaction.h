// Redaction: takes secrets out of texts that are kept. It knows the values that it is told; it guesses at none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

/// Immutable.
class Redaction {
 public:
  Redaction() = default;
  /// Values shorter than kMin are passed over: taking those out would riddle every text.
  explicit Redaction(std::vector<std::string> secrets);
  static constexpr std::size_t kMin = 8;

  /// The text with `[redacted]` wherever one of the secrets stood.
  [[nodiscard]] std::string clean(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // longest first, so that no part of one stays because another begins it
};

/// A command line as it is shown: its words, those with blanks in single quotes, secrets taken out.
std::string command_line(const std::vector<std::string>& words, const Redaction& redaction);

/// The values of those variables (`NAME=value`) whose names say that they are secret: with KEY, SECRET, TOKEN, PASSWORD
/// or CREDENTIAL in them.
std::vector<std::string> secrets_of(const std::vector<std::string>& environment);

}  // namespace jobrig::drive

// Redaction: removes secrets from stored texts. It knows only the values that it is given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jobrig::drive {

/// Immutable.
class Redaction {
 public:
  Redaction() = default;
  /// Ignores values shorter than kMin: short values occur by chance in every text.
  explicit Redaction(std::vector<std::string> secrets);
  static constexpr std::size_t kMin = 8;

  /// The text with every secret replaced by `[redacted]`.
  [[nodiscard]] std::string clean(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  // longest first: a secret may be a prefix of another
};

/// A command line for display: words with blanks in single quotes, secrets redacted.
std::string command_line(const std::vector<std::string>& words, const Redaction& redaction);

/// The values of the variables (`NAME=value`) whose names contain KEY, SECRET, TOKEN, PASSWORD or CREDENTIAL.
std::vector<std::string> secrets_of(const std::vector<std::string>& environment);

}  // namespace jobrig::drive

// Diagnostics: collects all mistakes in a file of the user, each with its location. It does not print them (report/ and
// commands/ do) and knows no file format.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace jobrig::base {

/// A location in a text: line and column start at 1, columns count bytes. 0 means the file as a whole.
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

/// One mistake: its location, and a sentence that says what is wrong and what is expected.
struct Diagnostic {
  Location location;
  std::string message;
};

/// Collects mistakes in the order they are found. Bounded: beyond kMax it only counts them.
class Diagnostics {
 public:
  static constexpr std::size_t kMax = 1000;

  void add(Location location, std::string message) {
    if (!full()) {
      list_.push_back({std::move(location), std::move(message)});
    } else {
      ++left_out_;
    }
  }
  /// A warning: the file is valid, but probably does not say what its author means.
  void warn(Location location, std::string message) {
    if (warnings_.size() < kMax) {
      warnings_.push_back({std::move(location), std::move(message)});
    }
  }
  [[nodiscard]] const std::vector<Diagnostic>& warnings() const { return warnings_; }
  /// No mistakes; there may be warnings.
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// True if further messages are only counted. Callers can then skip expensive texts such as suggestions.
  [[nodiscard]] bool full() const { return list_.size() >= kMax; }
  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
  /// The number of mistakes found beyond kMax.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  std::vector<Diagnostic> list_;
  std::vector<Diagnostic> warnings_;
  std::size_t left_out_ = 0;
};

}  // namespace jobrig::base

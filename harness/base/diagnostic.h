// Diagnostics: what is wrong with a file the user wrote, each mistake with its place, all of them at once. It does
// not print (report/ and commands/ do) and knows no file format.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace jobrig::base {

/// A place in a text: line and column count from 1, columns in bytes; 0 means "the file as a whole".
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

/// One mistake: where it is and, in a sentence, what is wrong and what would be right.
struct Diagnostic {
  Location location;
  std::string message;
};

/// Collects mistakes in the order they are found. Bounded: past kMax only the count grows.
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
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// Whether messages only count from now on: what is dear to say, such as the nearest right word, can be left out.
  [[nodiscard]] bool full() const { return list_.size() >= kMax; }
  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }
  /// How many were found beyond kMax.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  std::vector<Diagnostic> list_;
  std::size_t left_out_ = 0;
};

}  // namespace jobrig::base

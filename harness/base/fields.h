// Fields: reads the members of a map one by one, with their types, and reports every mistake with its location and a
// suggestion. It does not stop at a mistake: it skips the bad member and reads the others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/node.h"
#include "base/quote.h"
#include "base/result.h"

namespace jobrig::base {

/// Each getter names a key that the map may have. `finish` reports all other keys. The form of a scalar determines its
/// type: plain `5` is a number, quoted `"5"` is text, and booleans are `true` and `false` only. Borrows the node and
/// the diagnostics, which must outlive it.
class Fields {
 public:
  /// `what` names the map in messages: "a rule", "the clock". The constructor reports a node that is not a map.
  Fields(const Node& node, std::string_view what, Diagnostics& diagnostics);

  /// The node of the member, or null if it is absent. For members with a reader of their own.
  const Node* node(std::string_view key);
  /// Like node(), but reports an absent member.
  const Node* required(std::string_view key);

  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  /// A whole number between `least` and `most`, both included.
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  /// A decimal number (no unit) between `least` and `most`.
  std::optional<double> number(std::string_view key, double least, double most);
  /// A duration such as `5s`. Negative durations are allowed only with `negative_allowed`.
  std::optional<Duration> duration(std::string_view key, bool negative_allowed = false);
  /// A date or a date and time, UTC.
  std::optional<Instant> instant(std::string_view key);
  std::optional<std::uint64_t> size(std::string_view key);
  /// `5%` is returned as 0.05.
  std::optional<double> share(std::string_view key);
  /// One of `words`. Reports any other value and suggests the nearest word.
  std::optional<std::string> word(std::string_view key, const std::vector<std::string_view>& words);

  /// Reports every member that no getter named, and suggests the nearest key. Call it last.
  void finish();

  /// Reports a mistake at the member, or at the map if the member is absent.
  void report(std::string_view key, std::string message);

 private:
  template <typename Value>
  std::optional<Value> parsed(std::string_view key, Result<Value> (*parse)(std::string_view));

  const Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> asked_;
};

/// The scalar readers of Fields, for list items and map values. Each reports mistakes at the node and then returns
/// nothing. `what` names the value in messages: "\"summary\"", "a header's value".
std::optional<std::string> read_text(const Node& node, std::string_view what, Diagnostics& diagnostics);
std::optional<bool> read_boolean(const Node& node, std::string_view what, Diagnostics& diagnostics);
std::optional<std::int64_t> read_integer(const Node& node, std::string_view what, std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics);
std::optional<Duration> read_duration(const Node& node, std::string_view what, bool negative_allowed,
                                      Diagnostics& diagnostics);
std::optional<std::string> read_word(const Node& node, std::string_view what,
                                     const std::vector<std::string_view>& words, Diagnostics& diagnostics);

}  // namespace jobrig::base

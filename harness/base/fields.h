// Fields: reads the members of a map one by one, each with its type, and reports every mistake with its place and
// the nearest right word. It stops at nothing: a bad member is reported and left out, the others are still read.
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

/// Each getter names a key that the map may have; `finish` reports the keys that no getter named. Typed by form: plain
/// `5` is a number and never text where a number is asked for in quotes; booleans are `true` and `false` only.
/// Borrows the node and the diagnostics, which must outlive it.
class Fields {
 public:
  /// `what` is how messages call the map: "a rule", "the clock". A node that is no map is reported at once.
  Fields(const Node& node, std::string_view what, Diagnostics& diagnostics);

  /// The member's node, or null when it is absent. For members that have a reader of their own.
  const Node* node(std::string_view key);
  /// As node(), and reports when it is absent.
  const Node* required(std::string_view key);

  std::optional<std::string> text(std::string_view key);
  std::optional<bool> boolean(std::string_view key);
  /// A whole number between `least` and `most`, both included.
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  /// A decimal number (no unit) between `least` and `most`.
  std::optional<double> number(std::string_view key, double least, double most);
  /// `5s`; negative ones only when `negative_allowed`.
  std::optional<Duration> duration(std::string_view key, bool negative_allowed = false);
  /// A date or a date and time, UTC.
  std::optional<Instant> instant(std::string_view key);
  std::optional<std::uint64_t> size(std::string_view key);
  /// `5%` as 0.05.
  std::optional<double> share(std::string_view key);
  /// One of `words`; anything else is reported with the nearest of them.
  std::optional<std::string> word(std::string_view key, const std::vector<std::string_view>& words);

  /// Reports every member that was never asked for, with the nearest key that was. Call it last.
  void finish();

  /// Reports a mistake at the member (or at the map when it is absent).
  void report(std::string_view key, std::string message);

 private:
  template <typename Value>
  std::optional<Value> parsed(std::string_view key, Result<Value> (*parse)(std::string_view));

  const Node& node_;
  std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string_view> asked_;
};

/// The scalar readers behind Fields, for list items and map values. Each reports at the node's place and returns
/// nothing on a mistake.
/// `what` is how messages call the value: "\"summary\"", "a header's value".
std::optional<std::string> read_text(const Node& node, std::string_view what, Diagnostics& diagnostics);
std::optional<bool> read_boolean(const Node& node, std::string_view what, Diagnostics& diagnostics);
std::optional<std::int64_t> read_integer(const Node& node, std::string_view what, std::int64_t least, std::int64_t most,
                                         Diagnostics& diagnostics);
std::optional<Duration> read_duration(const Node& node, std::string_view what, bool negative_allowed,
                                      Diagnostics& diagnostics);
std::optional<std::string> read_word(const Node& node, std::string_view what,
                                     const std::vector<std::string_view>& words, Diagnostics& diagnostics);

}  // namespace jobrig::base

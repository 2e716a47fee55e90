// Settings: reads what stands behind a check's name in `expect:`, with what settings of checks may be. It knows no
// check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"

namespace jobrig::judge {

/// How many there may be: `3`, `2..5`, `1..` (no upper bound).
struct CountRange {
  std::int64_t least = 0;
  std::optional<std::int64_t> most;

  [[nodiscard]] bool contains(std::int64_t count) const { return count >= least && (!most || count <= *most); }
};

/// `exactly 1 request`, `2 to 5 requests`, `at least 2 requests`; `what` is the singular, `s` makes its plural.
std::string in_words(const CountRange& range, std::string_view what);
/// `1 request`, `2 requests`.
std::string count_in_words(std::size_t count, std::string_view what);

/// `level` is everybody's and read by load/.
class Settings : public base::Settings {
 public:
  /// `main` is the setting that a scalar stands for; empty: the check has none, and a scalar other than `true` is a
  /// mistake.
  Settings(const base::Node& node, std::string_view check, std::string_view main, base::Diagnostics& diagnostics);

  /// `call: 2`, from 1; nothing: the setting is absent.
  std::optional<std::size_t> call();
  std::optional<CountRange> count(std::string_view key);
};

}  // namespace jobrig::judge

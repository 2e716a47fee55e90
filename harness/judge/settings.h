// Settings of checks: base::Settings with additional types for checks. It knows no check.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/settings.h"

namespace jobrig::judge {

using base::Need;

/// An allowed count: `3`, `2..5`, `1..` (no upper bound).
struct CountRange {
  std::int64_t least = 0;
  std::optional<std::int64_t> most;

  [[nodiscard]] bool contains(std::int64_t count) const { return count >= least && (!most || count <= *most); }
};

/// `exactly 1 request`, `2 to 5 requests`, `at least 2 requests`. `what` is the singular; a final `s` makes the plural.
std::string in_words(const CountRange& range, std::string_view what);
/// `1 request`, `2 requests`.
std::string count_in_words(std::size_t count, std::string_view what);

struct CheckKind;

class Settings : public base::Settings {
 public:
  /// A check without a shorthand accepts `true` for "no settings". finish() adds `level`, which every check has and
  /// load/ reads.
  Settings(const base::Node& node, const CheckKind& kind, base::Diagnostics& diagnostics);

  Settings(base::SettingsDescription& description, const CheckKind& kind) : base::Settings(description), kind_(kind) {}

  [[nodiscard]] const CheckKind& kind() const { return kind_; }

  /// `call: 2`, counted from 1. Nothing: the setting is absent.
  std::optional<std::size_t> call(std::string_view summary);
  std::optional<CountRange> count(std::string_view key, std::string_view summary);
  /// `fallback`: the default.
  CountRange count(std::string_view key, std::string_view summary, std::int64_t fallback);

  bool finish();

 private:
  std::optional<CountRange> read_count(const base::Node* node, std::string_view key);

  const CheckKind& kind_;
};

}  // namespace jobrig::judge

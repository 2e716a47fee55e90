// Settings: reads what stands behind a check's name in `expect:`: nothing (a bare key), a scalar (short for its main
// setting) or a map. It knows no check; `level` is everybody's and read by load/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"

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

/// Borrows the diagnostics. Ask for every setting, then finish().
class Settings {
 public:
  /// `main` is the setting that a scalar stands for; empty: the check has none, and a scalar other than `true` is a
  /// mistake.
  Settings(const base::Node& node, std::string_view check, std::string_view main, base::Diagnostics& diagnostics);
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  base::Fields& fields() { return *fields_; }
  base::Diagnostics& diagnostics() { return diagnostics_; }
  /// `call: 2`, from 1; nothing: the setting is absent.
  std::optional<std::size_t> call();
  std::optional<CountRange> count(std::string_view key);
  void report(std::string_view key, std::string message) { fields_->report(key, std::move(message)); }

  /// Reports unknown settings; true when nothing at all was wrong.
  bool finish();

 private:
  [[nodiscard]] std::size_t mistakes() const { return diagnostics_.list().size() + diagnostics_.left_out(); }

  base::Diagnostics& diagnostics_;
  std::size_t mistakes_before_;
  base::Node map_;
  std::string what_;
  std::optional<base::Fields> fields_;
};

}  // namespace jobrig::judge

// Settings: reads what stands behind the name of a fault or check: nothing (a bare word), a scalar (short for its main
// setting) or a map. It knows neither; each kind adds readers of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"

namespace jobrig::base {

/// Borrows the diagnostics. Ask for every setting, then finish().
class Settings {
 public:
  /// `name`: of the fault or check. `main`: the setting that a scalar stands for; empty: there is none, and a scalar is
  /// a mistake, whose message says to write `bare` (half a sentence) or a map.
  Settings(const Node& node, std::string_view name, std::string_view main, std::string_view bare,
           Diagnostics& diagnostics);
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  Fields& fields() { return *fields_; }
  Diagnostics& diagnostics() { return diagnostics_; }
  void report(std::string_view key, std::string message) { fields_->report(key, std::move(message)); }

  /// Reports unknown settings; true when nothing at all was wrong.
  bool finish();

 private:
  [[nodiscard]] std::size_t mistakes() const { return diagnostics_.list().size() + diagnostics_.left_out(); }

  Diagnostics& diagnostics_;
  std::size_t mistakes_before_;
  Node map_;
  std::string what_;
  std::optional<Fields> fields_;
};

}  // namespace jobrig::base

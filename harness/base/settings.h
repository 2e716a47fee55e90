// Settings: reads the settings of a fault or check, or any other map of settings. After the name of a fault or check
// follows nothing (a bare name), a scalar (shorthand for one setting) or a map. Each setting is declared where it is
// read: the same function reads values or, in description mode, lists the settings for schemas, tables and `jobrig
// list`. It does not know any particular fault or check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/fields.h"
#include "base/node.h"

namespace jobrig::base {

enum class Need : std::uint8_t { kOptional, kRequired };

/// One setting, as declared by its reader. The views refer to literals or to tables that live as long as the program.
struct Setting {
  std::string_view key;
  std::string_view summary;  // "how many bytes at a time"
  /// `text`, `integer`, `boolean`, `word`, or the name of a definition in the JSON Schema such as `duration`.
  std::string_view type;
  Need need = Need::kOptional;
  std::string fallback = {};                 // the default in scenario syntax; empty: none
  std::vector<std::string_view> words = {};  // of a `word`; of other types: words also allowed (`ever`)
  std::int64_t min = 0;                      // of an `integer`
  std::int64_t max = 0;
  std::vector<std::string_view> meanings = {};  // of the words, in the same order; may be empty
};

/// The settings of a fault or check.
struct SettingsDescription {
  std::vector<Setting> settings;
  std::vector<std::string_view> shorthands;          // the settings that a scalar can set
  std::vector<std::vector<std::string_view>> forms;  // exactly one of these groups must be given; empty: no restriction
  std::vector<std::vector<std::string_view>> exclusive;  // at most one setting of each group may be given

  bool needs_any = false;  // at least one setting must be given

  /// True if the bare name without settings is an error.
  [[nodiscard]] bool needs_settings() const;
};

/// Borrows the node and the diagnostics. Declare the shorthand first, then read every setting, then call finish().
class Settings {
 public:
  /// `title` names the map in messages: `"drip"`. A scalar without a shorthand is an error. The message suggests `bare`
  /// (half a sentence) or a map; if `bare` is empty, it suggests only a map.
  Settings(const Node& node, std::string title, std::string_view bare, Diagnostics& diagnostics);
  /// Description mode: adds every declaration to `description` and reads nothing. finish() returns false.
  explicit Settings(SettingsDescription& description);
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  /// A scalar instead of the map sets this setting. If several shorthands are declared, the one that `applies` is used.
  void shorthand(std::string_view key, bool applies = true);

  /// If there is no shorthand, the scalar `word` means the same as the bare name.
  void as_bare(std::string_view word) { bare_word_ = word; }

  /// The node of the setting, or null if it is absent. For types with a reader of their own.
  const Node* node(const Setting& setting);
  std::optional<std::string> text(std::string_view key, std::string_view summary, Need need = Need::kOptional);
  std::string text(std::string_view key, std::string_view summary, std::string_view fallback);
  bool boolean(std::string_view key, std::string_view summary, bool fallback);
  std::optional<bool> boolean(std::string_view key, std::string_view summary);
  /// Between `min` and `max`, both included.
  std::optional<std::int64_t> integer(std::string_view key, std::string_view summary, std::int64_t min,
                                      std::int64_t max);
  std::int64_t integer(std::string_view key, std::string_view summary, std::int64_t min, std::int64_t max,
                       std::int64_t fallback);
  std::optional<Duration> duration(std::string_view key, std::string_view summary, Need need = Need::kOptional);
  double share(std::string_view key, std::string_view summary, double fallback);
  std::optional<std::string> word(std::string_view key, std::string_view summary,
                                  const std::vector<std::string_view>& words, Need need = Need::kOptional);
  std::string word(std::string_view key, std::string_view summary, const std::vector<std::string_view>& words,
                   std::string_view fallback);

  /// finish() reports an error unless all settings of exactly one of these groups are given.
  void one_of(std::vector<std::vector<std::string_view>> forms) { forms_ = std::move(forms); }
  /// Reports an error if none of the settings was given. Call it after reading them.
  void require_any();
  /// Reports an error if both are given.
  void exclusive(std::string_view one, std::string_view other);

  /// The node as written; null for a bare name.
  [[nodiscard]] const Node& given() const { return given_; }
  /// Call it after reading at least one setting.
  [[nodiscard]] bool has(std::string_view key) const { return map_.find(key) != nullptr; }
  Diagnostics& diagnostics() { return diagnostics_; }
  /// For readers that take Fields. Declare the settings that they read as well.
  Fields& fields();
  /// Reports an error at the setting, or at the map if the setting is absent.
  void report(std::string_view key, std::string message) { fields().report(key, std::move(message)); }

  /// Reports unknown settings. Returns true if values were read without any error.
  bool finish();

 private:
  void check_forms();
  [[nodiscard]] std::size_t mistakes() const { return diagnostics_.list().size() + diagnostics_.left_out(); }

  Diagnostics unused_;  // used only in description mode
  const Node& given_;
  std::string title_;
  std::string_view bare_;
  Diagnostics& diagnostics_;
  std::size_t mistakes_before_;
  SettingsDescription* description_ = nullptr;
  std::string_view shorthand_;
  std::string_view bare_word_;
  std::vector<std::vector<std::string_view>> forms_;
  Node map_;
  std::optional<Fields> fields_;  // created at first use, because the shorthand must be known then
};

}  // namespace jobrig::base

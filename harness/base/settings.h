// Settings: reads what follows the name of a fault or check: nothing (a bare name), a scalar (shorthand for one
// setting) or a map; or any other map of settings. A setting is declared where it is read: the same function reads
// values or, when it is asked to describe, lists the settings for schemas, tables and `jobrig list`. It knows no fault
// and no check.
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

/// One setting as its reader declares it. The views are of literals or of tables that live as long as the program.
struct Setting {
  std::string_view key;
  std::string_view summary;  // "how many bytes at a time"
  /// `text`, `integer`, `boolean`, `word`, or a definition of the JSON Schema such as `duration`.
  std::string_view type;
  Need need = Need::kOptional;
  std::string fallback = {};                 // the default, as a scenario writes it; empty: none
  std::vector<std::string_view> words = {};  // of a `word`; of another type: words that it may be as well (`ever`)
  std::int64_t min = 0;                      // of an `integer`
  std::int64_t max = 0;
  std::vector<std::string_view> meanings = {};  // of the words, in their order; may be empty
};

/// The settings of a fault or check.
struct SettingsDescription {
  std::vector<Setting> settings;
  std::vector<std::string_view> shorthands;              // the settings that a scalar may stand for
  std::vector<std::vector<std::string_view>> forms;      // exactly one of these groups of settings is given; empty: any
  std::vector<std::vector<std::string_view>> exclusive;  // of each group at most one setting is given

  /// Whether the bare name, without settings, is an error.
  [[nodiscard]] bool needs_settings() const;
};

/// Borrows the node and the diagnostics. Declare the shorthand, then ask for every setting, then finish().
class Settings {
 public:
  /// `title` is how messages call it: `"drip"`. A scalar without a shorthand is an error, whose message says to write
  /// `bare` (half a sentence) or a map; when `bare` is empty, only a map is right.
  Settings(const Node& node, std::string title, std::string_view bare, Diagnostics& diagnostics);
  /// Describes: adds every declaration to `description` and reads nothing; finish() is false.
  explicit Settings(SettingsDescription& description);
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  /// A scalar in place of the map stands for this setting; with several, for the one that `applies`.
  void shorthand(std::string_view key, bool applies = true);

  /// Without a shorthand, a scalar of this text means the same as the bare name.
  void as_bare(std::string_view word) { bare_word_ = word; }

  /// The setting's node, or null when it is absent. For types that have a reader of their own.
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

  /// finish() reports unless exactly one of these groups is given, and all settings of it.
  void one_of(std::vector<std::vector<std::string_view>> forms) { forms_ = std::move(forms); }
  /// Reports when both are given.
  void exclusive(std::string_view one, std::string_view other);

  /// As written: null for a bare name.
  [[nodiscard]] const Node& given() const { return given_; }
  /// Asked after at least one setting was.
  [[nodiscard]] bool has(std::string_view key) const { return map_.find(key) != nullptr; }
  Diagnostics& diagnostics() { return diagnostics_; }
  /// For readers of settings that take Fields. Declare these settings all the same.
  Fields& fields();
  /// Reports an error at the setting, or at the map when it is absent.
  void report(std::string_view key, std::string message) { fields().report(key, std::move(message)); }

  /// Reports unknown settings. True when nothing at all was wrong and values were read.
  bool finish();

 private:
  void check_forms();
  [[nodiscard]] std::size_t mistakes() const { return diagnostics_.list().size() + diagnostics_.left_out(); }

  Diagnostics unused_;  // of a description
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
  std::optional<Fields> fields_;  // made when first asked: the shorthand must be known then
};

}  // namespace jobrig::base

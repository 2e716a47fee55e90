// Options: the options of a subcommand, as data. The parser, `--help`, the manual page and the
// completion of shells use this data, so they cannot differ. It does not read argv (command_line.cc does).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "manual/program.h"

namespace jobrig::commands {

/// Stores a value; returns an error message if the value is invalid.
using TakeValue = std::function<std::optional<std::string>(const std::string&)>;

struct OptionSpec : manual::Option {
  TakeValue take;
};

/// A subcommand adds its options in `declare`. The variables must outlive the parsing. A variable keeps its value when
/// its option is absent: set defaults this way. Names start with `--`.
class Options {
 public:
  static constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

  /// Words without a name, in order: `positional("SCENARIO", files, 0, kAnyNumber, "…")`. `words` are those that
  /// completion offers; the command checks them, so that its message can say more.
  void positional(std::string name, std::vector<std::string>& into, std::size_t least, std::size_t most,
                  std::string help, std::vector<std::string> words = {});
  /// One word that must be given.
  void positional(std::string name, std::string& into, std::string help, std::vector<std::string> words = {});
  /// One word that may be left out.
  void positional(std::string name, std::optional<std::string>& into, std::string help,
                  std::vector<std::string> words = {});
  void text(std::string name, std::string placeholder, std::string& into, std::string help);
  void text(std::string name, std::string placeholder, std::optional<std::string>& into, std::string help);
  /// May be given several times.
  void texts(std::string name, std::string placeholder, std::vector<std::string>& into, std::string help);
  /// An integer between `least` and `most`, inclusive.
  void integer(std::string name, std::string placeholder, std::int64_t& into, std::int64_t least, std::int64_t most,
               std::string help);
  void integer(std::string name, std::string placeholder, std::optional<std::int64_t>& into, std::int64_t least,
               std::int64_t most, std::string help);
  /// `5s`, not negative.
  void duration(std::string name, std::string placeholder, base::Duration& into, std::string help);
  /// One of `words`; the error for any other word suggests the nearest one.
  void word(std::string name, std::string placeholder, std::string& into, std::vector<std::string> words,
            std::string help);
  void flag(std::string name, bool& into, std::string help);
  /// A flag that may have a value: `--watch`, `--watch=reset`. Without one, `into` becomes `alone`.
  void flag_or_word(std::string name, std::string& into, std::string alone, std::vector<std::string> words,
                    std::string help);
  /// `--help` shows the options that `declare` adds as one entry.
  void group(std::string label, std::string help, const std::function<void()>& declare);
  /// A working command line, printed at the end of `--help`.
  void example(std::string command_line);

  [[nodiscard]] const std::vector<OptionSpec>& specs() const { return specs_; }
  [[nodiscard]] const std::vector<manual::OptionGroup>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<std::string>& examples() const { return examples_; }

 private:
  std::vector<OptionSpec> specs_;
  std::vector<manual::OptionGroup> groups_;
  std::vector<std::string> examples_;
};

}  // namespace jobrig::commands

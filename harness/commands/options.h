// Options: what a subcommand takes on its command line, as data: from it the words are parsed and `--help` is written,
// so that the two cannot differ. It does not know argv (command_line.cc does).
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

namespace jobrig::commands {

/// Puts a value where it belongs; returns the sentence that says what is wrong with it, if anything is.
using TakeValue = std::function<std::optional<std::string>(const std::string&)>;

struct OptionSpec {
  std::string name;         // --listen; for positional words SCENARIO
  std::string placeholder;  // HOST:PORT; empty: a flag
  std::string help;
  TakeValue take;
  bool positional = false;
  std::size_t least = 0;  // how often it may be given
  std::size_t most = 1;
};

/// A subcommand fills it in `declare`. The variables given must outlive the parsing and keep what they hold when their
/// option is absent: that is how defaults are set. Names begin with `--`.
class Options {
 public:
  static constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

  /// Words without a name, in order: `positional("SCENARIO", files, 0, kAnyNumber, "…")`.
  void positional(std::string name, std::vector<std::string>& into, std::size_t least, std::size_t most,
                  std::string help);
  void text(std::string name, std::string placeholder, std::string& into, std::string help);
  void text(std::string name, std::string placeholder, std::optional<std::string>& into, std::string help);
  /// May be given several times.
  void texts(std::string name, std::string placeholder, std::vector<std::string>& into, std::string help);
  /// A whole number between `least` and `most`, both included.
  void integer(std::string name, std::string placeholder, std::int64_t& into, std::int64_t least, std::int64_t most,
               std::string help);
  void integer(std::string name, std::string placeholder, std::optional<std::int64_t>& into, std::int64_t least,
               std::int64_t most, std::string help);
  /// `5s`, not negative.
  void duration(std::string name, std::string placeholder, base::Duration& into, std::string help);
  /// One of `words`; anything else is refused with the nearest of them.
  void word(std::string name, std::string placeholder, std::string& into, std::vector<std::string> words,
            std::string help);
  void flag(std::string name, bool& into, std::string help);
  /// A command line that works, shown at the end of `--help`.
  void example(std::string command_line);

  [[nodiscard]] const std::vector<OptionSpec>& specs() const { return specs_; }
  [[nodiscard]] const std::vector<std::string>& examples() const { return examples_; }

 private:
  std::vector<OptionSpec> specs_;
  std::vector<std::string> examples_;
};

}  // namespace jobrig::commands

// Values: what the value of an option or a positional word can be, for completion: fixed words, names from tables of
// `jobrig list`, files or folders. One row per placeholder. It knows no shell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "manual/program.h"

namespace jobrig::manual {

enum class Paths : std::uint8_t { kNone, kFiles, kFolders };

struct Values {
  std::vector<std::string> words;        // fixed
  std::vector<std::string_view> tables;  // of `jobrig list TABLE --names`
  Paths paths = Paths::kNone;

  friend bool operator==(const Values&, const Values&) = default;
};

/// The values of an option that takes one, or of positional words. All members are empty if nothing is known of them.
Values values_of(const Option& option);

/// True if the words after `--` are the command line of another program.
bool takes_program(const Command& command);

}  // namespace jobrig::manual

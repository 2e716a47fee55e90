#include "manual/values.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace jobrig::manual {
namespace {

constexpr std::string_view kProgramWords = "PROGRAM";

struct Row {
  bool positional;
  std::string_view name;  // of positional words, else the placeholder
  std::array<std::string_view, 12> tables;
  Paths paths;
};

constexpr std::array kRows{
    Row{false, "FILE", {}, Paths::kFiles},
    Row{false, "DIR", {}, Paths::kFolders},
    Row{true, "FILE", {}, Paths::kFiles},
    Row{true, "PATH", {"scenarios", "cases", "experiments", "life-cycles"}, Paths::kFiles},
    Row{false, "PATH", {"cases", "life-cycles"}, Paths::kFiles},
    Row{true, "SCENARIO", {"scenarios"}, Paths::kFiles},
    Row{true, "EXPERIMENT", {"experiments"}, Paths::kFiles},
    Row{true,
        "NAME",
        {"scenarios", "cases", "faults", "errors", "operations", "checks", "profiles", "requirements", "schemas",
         "experiments", "life-cycles", "agent-checks"},
        Paths::kNone},
    Row{false, "CASE", {"cases"}, Paths::kNone},
    Row{false, "GLOB", {"cases", "life-cycles"}, Paths::kNone},
    Row{false, "LIST", {"features"}, Paths::kNone},
    Row{false, "NAME|FILE", {"profiles"}, Paths::kFiles},
};

}  // namespace

Values values_of(const Option& option) {
  Values values{option.words, {}, Paths::kNone};
  if (!values.words.empty()) {
    return values;
  }
  const std::string_view name = option.positional ? option.name : option.placeholder;
  const auto* const row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) {
    return one.positional == option.positional && one.name == name;
  });
  if (row == kRows.end()) {
    return values;
  }
  std::copy_if(row->tables.begin(), row->tables.end(), std::back_inserter(values.tables),
               [](std::string_view table) { return !table.empty(); });
  values.paths = row->paths;
  return values;
}

bool takes_program(const Command& command) {
  const Option* const positional = positional_of(command);
  return positional != nullptr && positional->name == kProgramWords;
}

}  // namespace jobrig::manual

// The completion of fish, one `complete` line for each option.
#include <string_view>

#include "manual/completion.h"
#include "manual/values.h"

namespace jobrig::manual {
namespace {

constexpr std::string_view kFishHead = R"sh(# Completion of jobrig for fish. Enable it: jobrig completion fish | source
function __jobrig_command
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test $words[2] = $argv[1]
end
function __jobrig_no_command
    test (count (commandline -opc)) -eq 1
end
function __jobrig_names
    set -l words (commandline -opc)
    for table in $argv
        $words[1] list $table --names 2>/dev/null
    end
end
complete -c jobrig -f
)sh";

/// In single quotes.
std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' || c == '\\' ? "\\" : "";
    quoted += c;
  }
  return quoted + "'";
}

/// The words that `-a` completes; empty: none.
std::string fish_words(const Values& values) {
  std::string text;
  for (const std::string& word : values.words) {
    text += (text.empty() ? "" : " ") + word;
  }
  if (!values.tables.empty()) {
    text += "(__jobrig_names";
    for (const std::string_view table : values.tables) {
      text += " " + std::string(table);
    }
    text += ")";
  }
  return values.paths == Paths::kFolders ? text + "(__fish_complete_directories)" : text;
}

std::string fish_option(const Command& command, const Option& option) {
  const Values values = values_of(option);
  const std::string words = fish_words(values);
  if (option.positional && words.empty() && values.paths == Paths::kNone) {
    return "";
  }
  std::string line = "complete -c jobrig -n '__jobrig_command " + command.name + "'";
  if (!option.positional) {
    line += " -l " + option.name.substr(2);
    line += option.placeholder.empty() || option.may_lack_value ? "" : " -r";
  }
  line += values.paths == Paths::kFiles ? " -F" : option.placeholder.empty() ? "" : " -f";
  line += words.empty() ? "" : " -a " + fish_quoted(words);
  return line + (option.positional ? "" : " -d " + fish_quoted(option.help)) + "\n";
}

}  // namespace

std::string fish_completion(const Program& program) {
  std::string text(kFishHead);
  for (const Command& command : program.commands) {
    text +=
        "complete -c jobrig -n __jobrig_no_command -a " + command.name + " -d " + fish_quoted(command.summary) + "\n";
  }
  for (const Option& option : program.options) {
    text += "complete -c jobrig -n __jobrig_no_command -l " + option.name.substr(2) + " -d " +
            fish_quoted(option.help) + "\n";
  }
  for (const Command& command : program.commands) {
    for (const Option& option : command.options) {
      text += fish_option(command, option);
    }
    if (takes_program(command)) {
      text += "complete -c jobrig -n '__jobrig_command " + command.name +
              "; and contains -- -- (commandline -opc)' -F -a '(__fish_complete_command)'\n";
    }
    text += "complete -c jobrig -n '__jobrig_command " + command.name + "' -l help -d 'print this help'\n";
  }
  return text;
}

}  // namespace jobrig::manual

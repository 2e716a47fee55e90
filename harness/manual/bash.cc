// The completion of bash. It needs no package bash-completion. A value after `=` is a word of its own for readline.
#include <algorithm>
#include <string_view>
#include <vector>

#include "manual/completion.h"
#include "manual/values.h"

namespace jobrig::manual {
namespace {

constexpr std::string_view kBashHead = R"sh(# Completion of jobrig for bash. Enable it: source <(jobrig completion bash)
_jobrig() {
  local program=${1/#\~/$HOME} word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local words= tables= paths= table i
  COMPREPLY=()
  for ((i = 2; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} == -- ]]; then
      # The command line of a client.
      compopt -o filenames
      ((i + 1 == COMP_CWORD)) && mapfile -t COMPREPLY < <(compgen -c -- "$word")
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
      return
    fi
  done
  if [[ $word == = ]]; then
    word=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if ((COMP_CWORD == 1)); then
)sh";

constexpr std::string_view kBashTail = R"sh(    esac
  fi
  for table in $tables; do
    words+=" $("$program" list "$table" --names 2> /dev/null)"
  done
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  case $paths in
    files)
      compopt -o filenames
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
      ;;
    folders)
      compopt -o filenames
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word")
      ;;
  esac
}
complete -F _jobrig jobrig
)sh";

template <typename Words>
std::string in_a_row(const Words& words) {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : " ") + std::string(word);
  }
  return text;
}

/// Assignments of shell variables: `words='text json'`.
std::string bash_values(const Values& values) {
  std::vector<std::string> parts;
  if (!values.words.empty()) {
    parts.push_back("words='" + in_a_row(values.words) + "'");
  }
  if (!values.tables.empty()) {
    parts.push_back("tables='" + in_a_row(values.tables) + "'");
  }
  if (values.paths != Paths::kNone) {
    parts.push_back(values.paths == Paths::kFiles ? "paths=files" : "paths=folders");
  }
  return parts.empty() ? ":" : in_a_row(parts);
}

std::string names_of_options(const Command& command) {
  std::string names;
  for (const Option& option : command.options) {
    names += option.positional ? "" : option.name + " ";
    for (const std::string& word : option.may_lack_value ? option.words : std::vector<std::string>()) {
      names.append(option.name).append("=").append(word).append(" ");
    }
  }
  return names + "--help";
}

/// One branch for each option with a value, and one for all other words.
std::string bash_command(const Command& command) {
  std::string text = "      " + command.name + ")\n        case $previous in\n";
  for (const Option& option : command.options) {
    if (!option.positional && !option.placeholder.empty() && !option.may_lack_value) {
      text += "          " + option.name + ") " + bash_values(values_of(option)) + " ;;\n";
    }
  }
  const Option* const positional = positional_of(command);
  const std::string options = "words='" + names_of_options(command) + "'";
  if (positional == nullptr || takes_program(command)) {
    text += "          *) " + options + " ;;\n";
  } else {
    text += "          *) if [[ $word == -* ]]; then " + options + "; else " + bash_values(values_of(*positional)) +
            "; fi ;;\n";
  }
  return text + "        esac\n        ;;\n";
}

}  // namespace

std::string bash_completion(const Program& program) {
  std::string names;
  for (const Command& command : program.commands) {
    names += command.name + " ";
  }
  for (const Option& option : program.options) {
    names += option.name + (&option == &program.options.back() ? "" : " ");
  }
  std::string text = std::string(kBashHead) + "    words='" + names + "'\n  else\n    case ${COMP_WORDS[1]} in\n";
  for (const Command& command : program.commands) {
    text += bash_command(command);
  }
  return text + std::string(kBashTail);
}

}  // namespace jobrig::manual

// The completion of zsh, as specifications of _arguments.
#include <string_view>

#include "manual/completion.h"
#include "manual/values.h"

namespace jobrig::manual {
namespace {

constexpr std::string_view kZshHead = R"sh(#compdef jobrig
# Completion of jobrig for zsh. Enable it after compinit: source <(jobrig completion zsh)
# The last argument is a list of tables; _arguments passes options of compadd before it.
_jobrig_names() {
  local table
  local -a names
  for table in ${(s:,:)@[-1]}; do
    names+=(${(f)"$(_call_program names jobrig list $table --names)"})
  done
  compadd "${@[1,-2]}" -a names
}
_jobrig_names_and_files() {
  _jobrig_names "$@"
  _files "${@[1,-2]}"
}
_jobrig_program() {
  if [[ $words[1] == -- ]]; then
    shift words
    ((CURRENT--))
  fi
  _normal
}
_jobrig() {
  local -a subcommands
  subcommands=(
)sh";

constexpr std::string_view kZshTail = R"sh(  esac
}
if [[ $funcstack[1] == _jobrig ]]; then
  _jobrig "$@"
else
  compdef _jobrig jobrig
fi
)sh";

/// For a text in single quotes; `special` characters get a backslash.
std::string zsh_escaped(std::string_view text, std::string_view special = "") {
  std::string escaped;
  for (const char c : text) {
    escaped += special.find(c) == std::string_view::npos ? "" : "\\";
    escaped += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return escaped;
}

/// The action of _arguments that completes the values; one blank: nothing is known of them.
std::string zsh_action(const Values& values) {
  if (!values.words.empty()) {
    std::string words;
    for (const std::string& word : values.words) {
      words += (words.empty() ? "" : " ") + word;
    }
    return "(" + words + ")";
  }
  std::string tables;
  for (const std::string_view table : values.tables) {
    tables += (tables.empty() ? "" : ",") + std::string(table);
  }
  if (!tables.empty()) {
    return (values.paths == Paths::kNone ? "_jobrig_names " : "_jobrig_names_and_files ") + tables;
  }
  return values.paths == Paths::kFiles ? "_files" : values.paths == Paths::kFolders ? "_files -/" : " ";
}

/// `'*--header=[header of the request]:HEADER: '` or `'*:SCENARIO:_files'`.
std::string zsh_option(const Option& option) {
  constexpr std::string_view kSpecial = "[]:\\";
  std::string spec = option.most > 1 ? "'*" : "'";
  if (!option.positional) {
    const char* const value = option.may_lack_value ? "=-[" : option.placeholder.empty() ? "[" : "=[";
    spec += option.name + value + zsh_escaped(option.help, kSpecial) + "]";
  }
  if (option.positional || !option.placeholder.empty()) {
    const std::string& message = option.positional ? option.name : option.placeholder;
    spec += (option.may_lack_value ? "::" : ":") + zsh_escaped(message, kSpecial) + ":" + zsh_action(values_of(option));
  }
  return spec + "'";
}

}  // namespace

std::string zsh_completion(const Program& program) {
  std::string text(kZshHead);
  for (const Command& command : program.commands) {
    text += "    '" + zsh_escaped(command.name + ":" + command.summary) + "'\n";
  }
  text += "  )\n  if ((CURRENT == 2)); then\n    _describe command subcommands\n    compadd --";
  for (const Option& option : program.options) {
    text += " " + option.name;
  }
  text += "\n    return\n  fi\n  shift words\n  ((CURRENT--))\n  case $words[1] in\n";
  for (const Command& command : program.commands) {
    text += "    " + command.name + ")\n      _arguments -s -S";
    for (const Option& option : command.options) {
      text += " \\\n        " + (&option == positional_of(command) && takes_program(command)
                                     ? "'*::PROGRAM:_jobrig_program'"
                                     : zsh_option(option));
    }
    text += " \\\n        '--help[print this help]'\n      ;;\n";
  }
  return text + std::string(kZshTail);
}

}  // namespace jobrig::manual

#include "manual/help.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/utf8.h"

namespace jobrig::manual {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kWidestLabel = 30;

struct Line {
  std::string label;
  std::string_view text;
};

std::size_t width_of(std::string_view text) { return base::count_code_points(text).value_or(text.size()); }

/// Two columns; the right one is wrapped at kWidth.
std::string columns(const std::vector<Line>& lines) {
  std::size_t label_width = 0;
  for (const Line& line : lines) {
    label_width = std::max(label_width, std::min(width_of(line.label), kWidestLabel));
  }
  const std::string indent(label_width + 4, ' ');
  std::string text;
  for (const Line& line : lines) {
    std::string row = "  " + line.label;
    row.append(indent.size() - std::min(indent.size() - 1, width_of(row)), ' ');
    std::size_t used = width_of(row);
    const std::size_t start = used;
    for (std::string_view rest = line.text; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      if (used > start && used + 1 + width_of(word) > kWidth) {
        row += "\n" + indent;
        used = indent.size();
      } else if (used > start) {
        row += ' ';
        ++used;
      }
      row += word;
      used += width_of(word);
    }
    text += row + "\n";
  }
  return text;
}

/// The words, separated by blanks and wrapped at kWidth.
std::string paragraph(std::string_view words) {
  std::string text;
  std::size_t used = 0;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const bool fits = !text.empty() && used + 1 + width_of(word) <= kWidth;
    text += text.empty() ? "" : fits ? " " : "\n";
    text += word;
    used = width_of(word) + (fits ? used + 1 : 0);
  }
  return text + "\n";
}

/// Positional words, options and groups of options, in order.
std::vector<Line> entries_of(const Command& command) {
  std::vector<Line> lines;
  auto group = command.groups.begin();
  for (std::size_t i = 0; i < command.options.size();) {
    if (group != command.groups.end() && group->first == i) {
      lines.push_back({group->label, group->help});
      i += group->count;
      ++group;
      continue;
    }
    const Option& option = command.options[i++];
    lines.push_back({option.positional ? option.name : usage_word(option), option.help});
  }
  return lines;
}

}  // namespace

std::string program_help(const Program& program) {
  std::vector<Line> commands;
  for (const Command& command : program.commands) {
    commands.push_back({command.name, command.summary});
  }
  std::vector<Line> options;
  for (const Option& option : program.options) {
    options.push_back({(option.short_name.empty() ? "" : option.short_name + ", ") + option.name, option.help});
  }
  std::string codes = "Exit codes:";
  for (const Entry& code : program.exit_codes) {
    codes += (&code == &program.exit_codes.front() ? " " : "; ") + code.term + " " + code.text;
  }
  return std::string(kProgramName) + ": " + std::string(kProgramSummary) + "\n\nusage: " + std::string(kProgramName) +
         " COMMAND [OPTIONS]\n\n" + columns(commands) + "\n" + columns(options) + "\n" + paragraph(codes + ".");
}

std::string command_help(const Command& command) {
  std::vector<Line> lines = entries_of(command);
  lines.push_back({"--help", "print this help"});
  std::string text = std::string(kProgramName) + " " + command.name + ": " + command.summary +
                     "\n\nusage: " + usage(command) + "\n\n" + columns(lines);
  for (const std::string& example : command.examples) {
    text += (&example == &command.examples.front() ? "\nexample: " : "         ") + example + "\n";
  }
  return text;
}

}  // namespace jobrig::manual

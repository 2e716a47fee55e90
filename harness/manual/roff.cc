#include "manual/roff.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::manual {
namespace {

constexpr std::size_t kMaxLine = 80;

/// Text that prints as it is and can be copied: groff(7) changes quotes, hyphens, carets, tildes and backslashes.
/// Characters outside of ASCII are named by their code points, so that the page does not depend on the locale.
std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto point = base::take_code_point(text);
    if (!point) {
      text.remove_prefix(1);
      continue;
    }
    switch (*point) {
      case U'\\':
        result += "\\e";
        break;
      case U'-':
        result += "\\-";
        break;
      case U'\'':
        result += "\\(aq";
        break;
      case U'`':
        result += "\\(ga";
        break;
      case U'^':
        result += "\\(ha";
        break;
      case U'~':
        result += "\\(ti";
        break;
      default:
        if (*point < 0x80) {
          result += static_cast<char>(*point);
        } else {
          std::array<char, 16> name{};
          std::snprintf(name.data(), name.size(), "\\[u%04X]", static_cast<unsigned>(*point));
          result += name.data();
        }
    }
  }
  // A line that begins with a dot is a request.
  return result.starts_with('.') ? "\\&" + result : result;
}

std::string bold(std::string_view text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escaped(text) + "\\fR"; }
std::string section(std::string_view title) { return ".SH " + std::string(title) + "\n"; }

/// Lines of at most kMaxLine bytes, unless a word is longer: mandoc(1) complains about longer ones.
std::string filled(std::string_view text) {
  std::string lines;
  std::string line;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::string next = escaped(word);
    if (!line.empty() && line.size() + 1 + next.size() > kMaxLine) {
      lines += std::exchange(line, "") + "\n";
    }
    line += (line.empty() ? "" : " ") + next;
  }
  return lines + line + "\n";
}

/// A tagged paragraph.
std::string tagged(const std::string& tag, std::string_view text) { return ".TP\n" + tag + "\n" + filled(text); }

/// A sentence from a phrase.
std::string sentence(std::string_view phrase) {
  std::string text(phrase);
  text.front() = base::to_upper(text.substr(0, 1)).front();
  return text + ".";
}

std::string tag_of(const Option& option) {
  if (option.positional) {
    return italic(option.name);
  }
  const std::string names = (option.short_name.empty() ? "" : bold(option.short_name) + ", ") + bold(option.name);
  if (option.may_lack_value) {
    return names + "[=" + italic(option.placeholder) + "]";
  }
  return option.placeholder.empty() ? names : names + " " + italic(option.placeholder);
}

std::string synopsis(const Command& command) {
  std::string line = bold(std::string(kProgramName) + " " + command.name);
  for (const Option& option : command.options) {
    line += option.positional ? " " + italic(usage_word(option)) : "";
  }
  return line + " [" + italic("OPTIONS") + "]\n";
}

std::string example_lines(const std::vector<std::string>& examples) {
  std::string text = ".PP\n.EX\n";
  for (const std::string& example : examples) {
    text += escaped(example) + "\n";
  }
  return text + ".EE\n";
}

std::string about(const Command& command) {
  std::string text =
      ".SS " + escaped(command.name) + "\n" + synopsis(command) + ".PP\n" + filled(sentence(command.summary));
  for (const Option& option : command.options) {
    text += tagged(tag_of(option), option.help);
  }
  return command.examples.empty() ? text : text + example_lines(command.examples);
}

std::string entries(std::string_view title, const std::vector<Entry>& list) {
  std::string text = section(title);
  for (const Entry& entry : list) {
    text += tagged(bold(entry.term), entry.text);
  }
  return text;
}

}  // namespace

std::string manual_page(const Program& program) {
  std::string text = ".TH JOBRIG 1 \"\" \"" + std::string(kProgramName) + " " + escaped(program.version) +
                     "\" \"User Commands\"\n.nh\n.ad l\n" + section("NAME") + std::string(kProgramName) + " \\- " +
                     escaped(kProgramSummary) + "\n" + section("SYNOPSIS") + bold(kProgramName) + " " +
                     italic("COMMAND") + " [" + italic("OPTIONS") + "]\n" + section("DESCRIPTION") +
                     "Options may stand before and after other words.\n"
                     "A value follows its option as the next word or after an equals sign.\n"
                     "All words after " +
                     bold("--") + " are positional.\n" + section("OPTIONS");
  for (const Option& option : program.options) {
    text += tagged(tag_of(option), option.help);
  }
  text += section("COMMANDS");
  for (const Command& command : program.commands) {
    text += about(command);
  }
  return text + entries("EXIT STATUS", program.exit_codes) + entries("ENVIRONMENT", program.variables) +
         entries("FILES", program.files);
}

}  // namespace jobrig::manual

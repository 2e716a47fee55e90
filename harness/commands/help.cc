// The texts of --help, generated from the same data that parses the options.
#include <algorithm>

#include "base/utf8.h"
#include "commands/command_line.h"

namespace jobrig::commands {
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

/// Positional words, options and groups of options, in order.
std::vector<Line> entries_of(const Options& options) {
  std::vector<Line> lines;
  auto group = options.groups().begin();
  for (std::size_t i = 0; i < options.specs().size();) {
    if (group != options.groups().end() && group->first == i) {
      lines.push_back({group->label, group->help});
      i += group->count;
      ++group;
      continue;
    }
    const OptionSpec& spec = options.specs()[i++];
    lines.push_back({spec.placeholder.empty() ? spec.name : spec.name + " " + spec.placeholder, spec.help});
  }
  return lines;
}

std::string usage_word(const OptionSpec& spec) {
  const std::string many = spec.most > 1 ? spec.name + "…" : spec.name;
  return spec.least == 0 ? "[" + many + "]" : many;
}

}  // namespace

std::string program_help() {
  std::vector<Line> lines;
  for (const CommandRow& row : catalogue()) {
    lines.push_back({std::string(row.name), row.summary});
  }
  return "jobrig: mock the AWS IoT Jobs data plane, inject faults, and test clients\n\n"
         "usage: jobrig COMMAND [OPTIONS]\n\n" +
         columns(lines) + "\n" +
         columns({{"--help", "print this help; jobrig COMMAND --help lists its options"},
                  {"--version", "print the version"}}) +
         "\nExit codes: 0 success; 1 the client failed; 2 usage, input or environment error;\n"
         "3 warnings of check --strict; 130 interrupted.\n";
}

std::string command_help(const CommandRow& row, const Options& options) {
  std::string usage = "jobrig " + std::string(row.name);
  for (const OptionSpec& spec : options.specs()) {
    usage += spec.positional ? " " + usage_word(spec) : "";
  }
  std::vector<Line> lines = entries_of(options);
  lines.push_back({"--help", "print this help"});
  std::string text = "jobrig " + std::string(row.name) + ": " + std::string(row.summary) + "\n\nusage: " + usage +
                     " [OPTIONS]\n\n" + columns(lines);
  for (std::size_t i = 0; i < options.examples().size(); ++i) {
    text += (i == 0 ? "\nexample: " : "         ") + options.examples()[i] + "\n";
  }
  return text;
}

}  // namespace jobrig::commands

#include "support/markdown.h"

#include <sstream>
#include <string_view>

namespace jobrig::test {
namespace {

constexpr std::string_view kFence = "```";

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) {
    return "";
  }
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells;
  row.remove_prefix(1);
  while (!row.empty()) {
    const std::size_t bar = row.find('|');
    cells.push_back(trimmed(row.substr(0, bar)));
    row = bar == std::string_view::npos ? std::string_view() : row.substr(bar + 1);
  }
  return cells;
}

// Calls `visit(line, number)` for each line outside fenced blocks.
template <typename Visit>
void for_each_line_outside_blocks(const std::string& markdown, Visit visit) {
  std::istringstream lines(markdown);
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (line.starts_with(kFence)) {
      inside = !inside;
    } else if (!inside) {
      visit(line);
    }
  }
}

}  // namespace

std::vector<MarkdownBlock> markdown_blocks(const std::string& markdown) {
  std::vector<MarkdownBlock> blocks;
  std::istringstream lines(markdown);
  std::string line;
  bool inside = false;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with(kFence)) {
      inside = !inside;
      if (inside) {
        blocks.push_back({line.substr(kFence.size()), "", number + 1});
      }
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::vector<MarkdownTable> markdown_tables(const std::string& markdown) {
  std::vector<MarkdownTable> tables;
  std::string heading;
  bool in_table = false;
  for_each_line_outside_blocks(markdown, [&](const std::string& line) {
    if (line.starts_with("#")) {
      heading = trimmed(std::string_view(line).substr(line.find_first_not_of('#')));
    }
    if (!line.starts_with("|")) {
      in_table = false;
    } else if (!in_table) {
      in_table = true;
      tables.push_back({heading, cells_of(line), {}});
    } else if (!line.starts_with("|--")) {
      tables.back().rows.push_back(cells_of(line));
    }
  });
  return tables;
}

std::vector<std::string> markdown_headings(const std::string& markdown) {
  std::vector<std::string> headings;
  for_each_line_outside_blocks(markdown, [&](const std::string& line) {
    if (line.starts_with("#")) {
      headings.push_back(trimmed(std::string_view(line).substr(line.find_first_not_of('#'))));
    }
  });
  return headings;
}

std::vector<std::string> markdown_links(const std::string& markdown) {
  std::vector<std::string> links;
  for_each_line_outside_blocks(markdown, [&](const std::string& line) {
    for (std::size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 1)) {
      const std::size_t end = line.find(')', at);
      links.push_back(line.substr(at + 2, end - at - 2));
    }
  });
  return links;
}

std::string without_backticks(const std::string& cell) {
  const bool quoted = cell.size() >= 2 && cell.front() == '`' && cell.back() == '`';
  return quoted ? cell.substr(1, cell.size() - 2) : cell;
}

}  // namespace jobrig::test

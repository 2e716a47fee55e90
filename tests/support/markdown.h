// Markdown: parses the parts of Markdown that the tests of the documentation need: fenced blocks, tables, links. It
// renders nothing and knows only the syntax that our documents use.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace jobrig::test {

/// A fenced block: "```yaml fragment" has the info `yaml fragment`.
struct MarkdownBlock {
  std::string info;
  std::string text;
  std::size_t line = 0;  // the first line of the text, from 1
};

/// The rows of a table without its head. Cells are trimmed.
struct MarkdownTable {
  std::string heading;  // heading of its section, as written: "A step of `then`"
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

std::vector<MarkdownBlock> markdown_blocks(const std::string& markdown);
std::vector<MarkdownTable> markdown_tables(const std::string& markdown);
/// The texts of the headings outside blocks, including backticks.
std::vector<std::string> markdown_headings(const std::string& markdown);
/// The targets of `[text](target)` outside blocks.
std::vector<std::string> markdown_links(const std::string& markdown);

/// `status` for "`status`". Other texts are unchanged.
std::string without_backticks(const std::string& cell);

}  // namespace jobrig::test

// Markdown: just enough of it to hold documentation to what it says: fenced blocks, tables, links. It renders nothing
// and knows only the forms that our own documents use.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace jobrig::test {

/// A fenced block: "```yaml fragment" has the info `yaml fragment`.
struct MarkdownBlock {
  std::string info;
  std::string text;
  std::size_t line = 0;  // of the first line of the text, from 1
};

/// The rows below a table's head, each cell without the blanks around it.
struct MarkdownTable {
  std::string heading;  // of the section it stands in, as written: "A step of `then`"
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

std::vector<MarkdownBlock> markdown_blocks(const std::string& markdown);
std::vector<MarkdownTable> markdown_tables(const std::string& markdown);
/// The texts of the headings outside of blocks, backticks included.
std::vector<std::string> markdown_headings(const std::string& markdown);
/// The targets of `[text](target)` outside of blocks.
std::vector<std::string> markdown_links(const std::string& markdown);

/// `status` of "`status`"; any other text as it is.
std::string without_backticks(const std::string& cell);

}  // namespace jobrig::test

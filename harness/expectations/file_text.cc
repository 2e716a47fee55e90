#include "expectations/file_text.h"

#include <algorithm>
#include <utility>

namespace jobrig::expectations {
namespace {

constexpr std::string_view kKeys[2] = {"known-failures:", "known-flaky:"};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  if (!lines.empty() && !lines.back().ends_with('\n')) {
    lines.back() += '\n';
  }
  return lines;
}

/// The column of the first character that is not a space; nothing for a blank line.
std::size_t indent_of(const std::string& line) {
  const std::size_t at = line.find_first_not_of(" \t\r\n");
  return at == std::string::npos ? line.size() : at;
}

bool is_blank(const std::string& line) { return indent_of(line) == line.size(); }
bool is_comment(const std::string& line) { return !is_blank(line) && line[indent_of(line)] == '#'; }

}  // namespace

base::Result<FileText> FileText::cut(std::string_view text, std::span<const model::Expectation> entries) {
  FileText file;
  file.lines_ = lines_of(text);
  file.removed_.resize(entries.size());
  for (const model::Expectation& one : entries) {
    Block block;
    block.flaky = one.flaky;
    block.begin = static_cast<std::size_t>(one.location.line) - 1;
    const std::string line = block.begin < file.lines_.size() ? file.lines_[block.begin] : "";
    block.indent = indent_of(line);
    if (line.compare(block.indent, 2, "- ") != 0 || static_cast<std::size_t>(one.location.column) != block.indent + 3) {
      return base::Error{one.location.file + ":" + std::to_string(one.location.line) +
                         ": only entries that start with \"- \" on a line of their own can be updated"};
    }
    block.comments = block.begin;
    while (block.comments > 0 && is_comment(file.lines_[block.comments - 1])) {
      --block.comments;
    }
    const auto is_inside = [&](const std::string& other) { return is_blank(other) || indent_of(other) > block.indent; };
    block.end = block.begin + 1;
    while (block.end < file.lines_.size() &&
           (is_inside(file.lines_[block.end]) || is_comment(file.lines_[block.end]))) {
      ++block.end;
    }
    while (is_blank(file.lines_[block.end - 1]) ||
           (is_comment(file.lines_[block.end - 1]) && indent_of(file.lines_[block.end - 1]) <= block.indent)) {
      --block.end;
    }
    file.blocks_.push_back(block);
  }
  return file;
}

void FileText::replace(std::size_t index, const std::string& lines) {
  const Block& block = blocks_[index];
  std::string inner;
  for (std::size_t i = block.begin; i < block.end; ++i) {
    if (i > block.begin && is_comment(lines_[i]) && indent_of(lines_[i]) <= block.indent + 2) {
      inner += std::string(block.indent, ' ') + lines_[i].substr(indent_of(lines_[i]));
    }
    lines_[i].clear();
  }
  lines_[block.begin] = inner + lines;
}

void FileText::remove(std::size_t index) {
  const Block& block = blocks_[index];
  std::fill(lines_.begin() + static_cast<std::ptrdiff_t>(block.comments),
            lines_.begin() + static_cast<std::ptrdiff_t>(block.end), std::string());
  removed_[index] = true;
}

void FileText::append(bool flaky, std::string_view lines) { added_[flaky ? 1 : 0] += lines; }

/// Writes the key of a list that has no entry of before. It can be missing; an empty list is `[]`.
void FileText::put_key(bool flaky, std::string_view added) {
  const std::string_view key = kKeys[flaky ? 1 : 0];
  const auto line =
      std::find_if(lines_.begin(), lines_.end(), [&](const std::string& one) { return one.starts_with(key); });
  const std::string whole = std::string(key) + (added.empty() ? " []\n" : "\n" + std::string(added));
  if (line != lines_.end()) {
    *line = whole;
  } else if (!added.empty()) {
    lines_.push_back(whole);
  }
}

std::string FileText::text() const {
  FileText file = *this;
  for (const bool flaky : {false, true}) {
    const Block* last = nullptr;
    bool any = false;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].flaky == flaky) {
        last = &blocks_[i];
        any = any || !removed_[i];
      }
    }
    if (any) {
      file.lines_[last->end - 1] += added_[flaky ? 1 : 0];
    } else {
      file.put_key(flaky, added_[flaky ? 1 : 0]);
    }
  }
  std::string text;
  for (const std::string& line : file.lines_) {
    text += line;
  }
  return text;
}

}  // namespace jobrig::expectations

// File text: the text of an expectations file, cut at its entries, so that one entry can be replaced while all other
// lines, with their comments, stay as they are. It does not know what the entries mean.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/expectation.h"

namespace jobrig::expectations {

class FileText {
 public:
  /// `entries` are all entries of the text. The error says which entry is not a block of lines that starts with `- `.
  static base::Result<FileText> cut(std::string_view text, std::span<const model::Expectation> entries);

  /// The column of the dash of an entry, from 0.
  [[nodiscard]] std::size_t indent(std::size_t index) const { return blocks_[index].indent; }
  /// Replaces the lines of an entry. Its comments stay: those above it, and those within it, which move above it.
  void replace(std::size_t index, const std::string& lines);
  /// Removes an entry with its comments.
  void remove(std::size_t index);
  /// Adds lines behind the last entry of the list `known-failures`, or `known-flaky` if `flaky`.
  void append(bool flaky, std::string_view lines);
  [[nodiscard]] std::string text() const;

 private:
  struct Block {
    std::size_t comments = 0;  // first line of the comments above
    std::size_t begin = 0;     // the line with the dash
    std::size_t end = 0;       // the line after the entry
    std::size_t indent = 0;
    bool flaky = false;
  };

  void put_key(bool flaky, std::string_view added);

  std::vector<std::string> lines_;  // each with its line end; a changed line may hold several, or none
  std::vector<Block> blocks_;       // by entry
  std::string added_[2];            // behind the known failures, and behind the flaky cases
  std::vector<bool> removed_;       // by entry
};

}  // namespace jobrig::expectations

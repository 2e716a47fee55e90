// Case table: expands the file of a family of conformance cases into one tree for each combination of the rows of its
// tables. It reads no case: load/ does that with each tree.
//   for-each:
//     error: [{id: throttling, name: ThrottlingException}, {id: terminal, name: TerminalStateException}]
//     form: [header, code]
//   id: "{error.id}-in-{form}"
// `{error.name}` is replaced in every key and value; a value that is only one placeholder becomes the member itself.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"

namespace jobrig::suite {

/// One case of a family: the rest of its path, and its tree without the keys of the table.
struct TableCase {
  std::string id;
  base::Node root;
};

/// Whether the file is a family: it has the key `for-each`.
bool is_family(const base::Node& root);

/// All cases of the family, in the order of its rows; the last table changes fastest. Reports mistakes in the tables,
/// an unknown placeholder, an id that is not a path or occurs twice, and more than kMaxCases cases. Nothing after a
/// mistake.
std::vector<TableCase> expand_family(const base::Node& root, base::Diagnostics& diagnostics);
inline constexpr std::size_t kMaxCases = 10'000;
/// Those that `except` leaves out count, because each is looked at.
inline constexpr std::size_t kMaxCombinations = 100'000;

}  // namespace jobrig::suite

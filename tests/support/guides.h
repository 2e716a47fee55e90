// Guides: the Markdown documents of the project, and a runner for their examples. A fenced block whose info names a
// file ("yaml first.yaml") is written to a temporary folder. A console block contains commands (`$ command`, continued
// after a trailing backslash) and their output; `…` stands for any text. A `jobrig serve … &` gets free ports in place
// of the ports in the guide. Commands run in bash, in the order of the document, on loopback only and with a time
// limit.
#pragma once

#include <string>
#include <vector>

namespace jobrig::test {

/// Paths relative to the source folder.
const std::vector<std::string>& guides();
std::string guide_text(const std::string& guide);

/// A command of a console block and its output in the guide.
struct GuideCommand {
  std::string text;
  std::string output;
  std::size_t line = 0;
};
std::vector<GuideCommand> guide_commands(const std::string& block, std::size_t first_line);

/// The file named in the info of a block: `first.yaml` for "yaml first.yaml". Empty: none.
std::string guide_file_name(const std::string& info);

/// Whether `actual` matches `shown`, in which `…` stands for any text. Ignores carriage returns and trailing blanks.
bool matches_shown(const std::string& actual, const std::string& shown);

/// Runs all examples of a guide. Returns one entry per command whose output differs. Empty: all match.
std::vector<std::string> run_guide(const std::string& markdown);

}  // namespace jobrig::test

// Guides: the Markdown documents of the project, and a runner for their examples. A fenced block whose info names a
// file
// (```yaml first.yaml) is written to a temporary folder. A ```console block holds commands (`$ command`, continued
// after a trailing backslash) and what each prints; `…` stands for any text. A `jobrig serve … &` gets free ports in
// place of those that the guide shows. Commands run in bash, in the order of the document, on loopback only, and are
// bounded in time.
#pragma once

#include <string>
#include <vector>

namespace jobrig::test {

/// Paths below the source folder.
const std::vector<std::string>& guides();
std::string guide_text(const std::string& guide);

/// A command of a console block and the output that the guide shows for it.
struct GuideCommand {
  std::string text;
  std::string output;
  std::size_t line = 0;
};
std::vector<GuideCommand> guide_commands(const std::string& block, std::size_t first_line);

/// The file that a block's info names: `first.yaml` of "yaml first.yaml"; empty: none.
std::string guide_file_name(const std::string& info);

/// Whether `actual` is `shown`, in which `…` stands for any text. Ignores carriage returns and blanks at the ends of
/// lines.
bool matches_shown(const std::string& actual, const std::string& shown);

/// Runs all examples of a guide. Returns what differs, one entry for each command; empty: nothing.
std::vector<std::string> run_guide(const std::string& markdown);

}  // namespace jobrig::test

// Formats: comparisons of runs as text, Markdown and JSON. One row adds a format. It opens no files.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compare/runs.h"
#include "report/ci_commands.h"

namespace jobrig::compare {

struct ComparisonFormat {
  std::string_view option;  // --json, as in the catalogue of report formats
  std::string (*write)(std::span<const Comparison> comparisons);
  report::CommandEscapes escapes;
};

std::span<const ComparisonFormat> comparison_formats();

/// One line for each change, and one with the counts.
std::string comparison_text(std::span<const Comparison> comparisons);
/// A table of the changes.
std::string comparison_markdown(std::span<const Comparison> comparisons);
/// schemas/comparison.schema.json describes it.
std::string comparison_json(std::span<const Comparison> comparisons);

/// `2 regressions: 1 new failure, 1 vanished; 3 fixed; 140 unchanged`.
std::string summary_of(const Comparison& comparison);

}  // namespace jobrig::compare

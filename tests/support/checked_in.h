// Checked in: generated parts of checked-in files. Tests compare them with the program's tables. With
// JOBRIG_WRITE_GOLDEN=1 in the environment such a test writes the part instead; review the diff before you commit it.
#pragma once

#include <string>

namespace jobrig::test {

/// The message of a failed comparison.
constexpr const char* kHowToWrite =
    "this part of the file is generated: JOBRIG_WRITE_GOLDEN=1 build/dev/jobrig_unit_tests \"[generated]\" writes it";

/// The value at a JSON pointer in a file of schemas/, as indented text with the member order of the file. In write
/// mode, writes `generated` to the file and returns it in the same form.
std::string schema_part(const std::string& file, const std::string& pointer, const std::string& generated);
/// Formats a JSON text in the same form.
std::string indented(const std::string& json);

/// All lines of the first table below the line `heading` in a Markdown file of the project. In write mode, writes
/// `generated` to the file and returns it.
std::string table_below(const std::string& file, const std::string& heading, const std::string& generated);

}  // namespace jobrig::test

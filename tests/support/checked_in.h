// Checked in: parts of the project's files that repeat what the program's tables say. Tests hold them to the tables.
// With JOBRIG_WRITE_GOLDEN=1 in the environment such a test writes the part instead; look at the difference before you
// commit it.
#pragma once

#include <string>

namespace jobrig::test {

/// What a failed comparison is to say.
constexpr const char* kHowToWrite =
    "this part of the file is generated: JOBRIG_WRITE_GOLDEN=1 build/dev/jobrig_unit_tests \"[generated]\" writes it";

/// What stands at a JSON pointer in a file of schemas/, as indented text with its members in the order of the file.
/// When golden files are to be written: writes `generated` there and returns that in the same form.
std::string schema_part(const std::string& file, const std::string& pointer, const std::string& generated);
/// A JSON text in the same form.
std::string indented(const std::string& json);

/// The first table below the line `heading` in a Markdown file of the project, all its lines. When golden files are to
/// be written: writes `generated` there and returns that.
std::string table_below(const std::string& file, const std::string& heading, const std::string& generated);

}  // namespace jobrig::test

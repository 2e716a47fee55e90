// Golden: a text that a test expects, kept in a file. With JOBRIG_WRITE_GOLDEN=1 in the environment a test writes what
// it got instead; look at the difference before it is committed.
#pragma once

#include <string>

namespace jobrig::test {

/// Whether golden files are to be written instead of compared.
bool writes_golden();

/// What the golden file of that name in tests/golden/ holds. When golden files are to be written: writes `text` to it
/// and returns that.
std::string golden(const std::string& name, const std::string& text);

}  // namespace jobrig::test

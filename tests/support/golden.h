// Golden: a text that a test expects, kept as a file in tests/golden/. With JOBRIG_WRITE_GOLDEN=1 in the environment a
// test writes what it got instead; look at the difference before it is committed.
#pragma once

#include <string>

namespace jobrig::test {

/// What the golden file holds. When golden files are to be written: writes `text` to it and returns that.
std::string golden(const std::string& name, const std::string& text);

}  // namespace jobrig::test

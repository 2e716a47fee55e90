// Golden: expected texts in files. With JOBRIG_WRITE_GOLDEN=1 in the environment a test writes its output instead of
// comparing it; review the diff before you commit it.
#pragma once

#include <string>

namespace jobrig::test {

/// Whether to write golden files instead of comparing them.
bool writes_golden();

/// The content of this golden file in tests/golden/. In write mode, writes `text` to it and returns it.
std::string golden(const std::string& name, const std::string& text);

}  // namespace jobrig::test

// Command line: the words of a program as a person reads and repeats them. It starts nothing.
#pragma once

#include <string>
#include <vector>

#include "base/redaction.h"

namespace jobrig::drive {

/// The words with spaces between them. Words with blanks or characters that a shell interprets are in single quotes.
/// Secrets are redacted before, because quoting changes them.
std::string command_line(const std::vector<std::string>& words, const base::Redaction& redaction = {});

}  // namespace jobrig::drive

#include "drive/command_line.h"

namespace jobrig::drive {

std::string command_line(const std::vector<std::string>& words, const base::Redaction& redaction) {
  std::string line;
  for (const std::string& word : words) {
    const std::string clean = redaction.clean(word);
    const bool plain = !clean.empty() && clean.find_first_of(" \t\n'\"\\$`!*?&|;<>(){}[]~#") == std::string::npos;
    line += line.empty() ? "" : " ";
    if (plain) {
      line += clean;
      continue;
    }
    line += '\'';
    for (const char c : clean) {
      line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    line += '\'';
  }
  return line;
}

}  // namespace jobrig::drive

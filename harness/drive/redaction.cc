#include "drive/redaction.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"

namespace jobrig::drive {
namespace {

constexpr std::string_view kMark = "[redacted]";

}  // namespace

Redaction::Redaction(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {
  std::erase_if(secrets_, [](const std::string& secret) { return secret.size() < kMin; });
  std::sort(secrets_.begin(), secrets_.end(), [](const std::string& one, const std::string& other) {
    return one.size() != other.size() ? one.size() > other.size() : one < other;
  });
  secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());
}

std::string Redaction::clean(std::string_view text) const {
  std::string clean(text);
  for (const std::string& secret : secrets_) {
    for (std::size_t at = clean.find(secret); at != std::string::npos; at = clean.find(secret, at + kMark.size())) {
      clean.replace(at, secret.size(), kMark);
    }
  }
  return clean;
}

std::string command_line(const std::vector<std::string>& words, const Redaction& redaction) {
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

std::vector<std::string> secrets_of(const std::vector<std::string>& environment) {
  constexpr std::array<std::string_view, 5> kTelling{"KEY", "SECRET", "TOKEN", "PASSWORD", "CREDENTIAL"};
  std::vector<std::string> secrets;
  for (const std::string& entry : environment) {
    const std::size_t equals = entry.find('=');
    if (equals == std::string::npos) {
      continue;
    }
    const std::string name = base::to_upper(entry.substr(0, equals));
    if (std::any_of(kTelling.begin(), kTelling.end(),
                    [&](std::string_view word) { return name.find(word) != std::string::npos; })) {
      secrets.push_back(entry.substr(equals + 1));
    }
  }
  return secrets;
}

}  // namespace jobrig::drive

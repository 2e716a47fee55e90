#include "expectations/entry_text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/json_string.h"
#include "base/units.h"
#include "model/conformance_words.h"

namespace jobrig::expectations {
namespace {

constexpr std::size_t kDate = 10;  // YYYY-MM-DD

/// Words that YAML 1.1 or 1.2 reads as something else than text.
constexpr std::array<std::string_view, 9> kNotText{"true", "false", "yes", "no", "on", "off", "null", "y", "n"};

bool is_plain(const std::string& text) {
  constexpr std::string_view kMarks = "_-./";
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return base::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
  });
  return plain && base::is_lower(base::to_lower(text.front())) &&
         std::find(kNotText.begin(), kNotText.end(), base::to_lower(text)) == kNotText.end();
}

/// A day, unless the moment is within one.
std::string expiry_text(base::Instant expires) {
  const std::string text = base::format_instant(expires);
  return text.ends_with("T00:00:00Z") ? text.substr(0, kDate) : text;
}

std::string flow_text(const std::vector<std::string>& words) {
  if (words.size() == 1) {
    return scalar_text(words.front());
  }
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "[" : ", ") + scalar_text(word);
  }
  return text + "]";
}

}  // namespace

std::string scalar_text(const std::string& text) { return is_plain(text) ? text : base::json_string(text); }

std::string entry_text(const model::Expectation& one, std::size_t indent) {
  const std::string dash = std::string(indent, ' ') + "- ";
  const std::string key(indent + 2, ' ');
  std::string text = dash + "case:";
  if (one.cases.size() == 1) {
    text += " " + scalar_text(one.cases.front()) + "\n";
  } else {
    text += "\n";
    for (const std::string& name : one.cases) {
      text += key + "  - " + scalar_text(name) + "\n";
    }
  }
  text += one.checks.empty() ? "" : key + "check: " + flow_text(one.checks) + "\n";
  if (!one.flaky && one.verdict != model::Verdict::kFailed) {
    text += key + "verdict: " + std::string(row_of(one.verdict).word) + "\n";
  }
  return text + key + "reason: " + scalar_text(one.reason) + "\n" + key + "expires: " + expiry_text(one.expires) + "\n";
}

}  // namespace jobrig::expectations

#include "report/html/text.h"

#include <array>
#include <cstdio>

#include "base/ascii.h"
#include "model/conformance_words.h"
#include "report/ci_commands.h"
#include "report/plain_text.h"

namespace jobrig::report::html {

std::string html_text(std::string_view bytes) {
  std::string safe;
  for (const char c : one_line(bytes)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return without_commands(safe, {"&#58;", "&#35;"});
}

std::string case_link(const std::string& name, std::size_t run) {
  std::string fragment;
  for (const char c : name) {
    if (base::is_alphanumeric(c) || std::string_view("-._~/").find(c) != std::string_view::npos) {
      fragment += c;
    } else {
      fragment += '%';
      base::append_hex(fragment, c, base::kUpperHexDigits);
    }
  }
  return "<a href=\"#" + fragment + "@" + std::to_string(run) + "\">" + html_text(name) + "</a>";
}

std::string verdict_mark(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::kPassed:
      return "✓";
    case model::Verdict::kNonStrict:
      return "≈";
    case model::Verdict::kFailed:
      return "✕";
    case model::Verdict::kInformational:
      return "i";
    case model::Verdict::kSkipped:
      return "–";
    case model::Verdict::kTimedOut:
      return "◷";
    case model::Verdict::kNotCalled:
      return "∅";
    case model::Verdict::kHarnessError:
      break;
  }
  return "!";
}

std::string verdict_bar(const Tally& tally) {
  std::string html = R"(<span class="bar" aria-hidden="true">)";
  for (const model::VerdictRow& row : model::verdicts()) {
    if (tally.of(row.verdict) > 0) {
      std::array<char, 24> share{};
      std::snprintf(share.data(), share.size(), "%.2f",
                    100.0 * static_cast<double>(tally.of(row.verdict)) / static_cast<double>(tally.all));
      html += "<span class=\"v-" + std::string(row.word) + "\" style=\"width:" + share.data() + "%\"></span>";
    }
  }
  return html + "</span>";
}

}  // namespace jobrig::report::html

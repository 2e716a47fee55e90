#include "report/diagnostics_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "base/utf8.h"

namespace jobrig::report {
namespace {

// Characters of a line that are shown around the caret; fits most terminals.
constexpr std::size_t kWidest = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kMargin = "  ";

std::vector<const base::Diagnostic*> in_order(const std::vector<base::Diagnostic>& found) {
  std::vector<const base::Diagnostic*> list;
  for (const base::Diagnostic& one : found) {
    list.push_back(&one);
  }
  // Files keep the order in which they were read.
  std::map<std::string_view, std::size_t> rank;
  for (const base::Diagnostic* one : list) {
    rank.emplace(one->location.file, rank.size());
  }
  std::stable_sort(list.begin(), list.end(), [&](const base::Diagnostic* a, const base::Diagnostic* b) {
    return std::tuple(rank.at(a->location.file), a->location.line, a->location.column) <
           std::tuple(rank.at(b->location.file), b->location.line, b->location.column);
  });
  return list;
}

/// The lines of a text. The text is split only once: with a thousand errors, searching from the top for each would be
/// slow.
std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  std::vector<std::string_view> lines;
  for (;;) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    lines.push_back(line);
    if (end == std::string_view::npos) {
      return lines;
    }
    text.remove_prefix(end + 1);
  }
}

/// Removes one character from `rest` and returns it as one printable column, as far as this is possible without the
/// terminal's width tables.
std::string shown(std::string_view& rest) {
  const std::string_view before = rest;
  const auto point = base::take_code_point(rest);
  if (!point) {
    rest.remove_prefix(1);
    return "?";
  }
  if (*point == U'\t') {
    return " ";
  }
  return base::is_control_category(*point) ? "?" : std::string(before.substr(0, before.size() - rest.size()));
}

/// Returns where to start to show the text around the caret: the start of the line if the caret is near it. Reads only
/// the text around the caret, whatever the length of the line.
std::size_t window_start(std::string_view line, std::size_t caret) {
  std::size_t at = std::min(caret, line.size());
  std::size_t half_a_window_before = at;
  for (std::size_t characters = 0; at > 0; ++characters) {
    if (characters == kWidest / 2) {
      half_a_window_before = at;
    }
    if (characters == kWidest * 3 / 4) {
      return half_a_window_before;
    }
    do {
      --at;
    } while (at > 0 && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U);
  }
  return 0;
}

/// Returns the line and the caret under its column (bytes, from 1), both cut to kWidest characters around it.
std::string line_with_caret(std::string_view line, std::size_t column) {
  const std::size_t start = window_start(line, column - 1);
  std::string_view rest = line.substr(start);
  std::string text(kMargin);
  text += start > 0 ? "…" : "";
  std::size_t before_caret = start > 0 ? 1 : 0;
  for (std::size_t characters = 0; characters < kWidest && !rest.empty(); ++characters) {
    before_caret += line.size() - rest.size() < column - 1 ? 1U : 0U;
    text += shown(rest);
  }
  text += rest.empty() ? "\n" : "…\n";
  text += kMargin;
  text.append(before_caret, ' ');
  return text + "^\n";
}

/// The lines of each file that was needed.
using Lines = std::map<std::string_view, std::vector<std::string_view>>;

std::string entries_text(const std::vector<base::Diagnostic>& found, std::string_view before_message,
                         const SourceTexts& texts, Lines& cut) {
  std::string text;
  for (const base::Diagnostic* one : in_order(found)) {
    text += one->location.file;
    if (one->location.line > 0) {
      text += ":" + std::to_string(one->location.line) + ":" + std::to_string(one->location.column);
    }
    text.append(": ").append(before_message).append(one->message).append("\n");
    const auto source = texts.find(one->location.file);
    if (one->location.line > 0 && source != texts.end()) {
      std::vector<std::string_view>& lines = cut[source->first];
      if (lines.empty()) {
        lines = lines_of(source->second);
      }
      const std::string_view line = one->location.line <= lines.size() ? lines[one->location.line - 1] : "";
      text += line_with_caret(line, std::max<std::size_t>(one->location.column, 1));
    }
  }
  return text;
}

}  // namespace

std::string diagnostics_text(const base::Diagnostics& diagnostics, const SourceTexts& texts) {
  Lines cut;
  std::string text = entries_text(diagnostics.list(), "", texts, cut);
  text += entries_text(diagnostics.warnings(), "warning: ", texts, cut);
  if (diagnostics.left_out() > 0) {
    text += "and " + std::to_string(diagnostics.left_out()) + " more\n";
  }
  return text;
}

std::string diagnostics_json(const base::Diagnostics& diagnostics, std::size_t files) {
  using Json = nlohmann::ordered_json;
  const auto entries = [](const std::vector<base::Diagnostic>& found) {
    Json list = Json::array();
    for (const base::Diagnostic* one : in_order(found)) {
      list.push_back({{"file", one->location.file},
                      {"line", one->location.line},
                      {"column", one->location.column},
                      {"message", one->message}});
    }
    return list;
  };
  Json document{{"files", files}, {"mistakes", entries(diagnostics.list())}, {"left_out", diagnostics.left_out()}};
  if (!diagnostics.warnings().empty()) {
    document["warnings"] = entries(diagnostics.warnings());
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report

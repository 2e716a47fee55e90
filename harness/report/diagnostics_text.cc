#include "report/diagnostics_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "base/utf8.h"

namespace jobrig::report {
namespace {

// What fits a terminal beside the caret's surroundings.
constexpr std::size_t kWidest = 100;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kIndent = "  ";

std::vector<const base::Diagnostic*> in_order(const base::Diagnostics& diagnostics) {
  std::vector<const base::Diagnostic*> list;
  for (const base::Diagnostic& one : diagnostics.list()) {
    list.push_back(&one);
  }
  // Files stay in the order in which they were read.
  std::map<std::string_view, std::size_t> rank;
  for (const base::Diagnostic* one : list) {
    rank.emplace(one->place.file, rank.size());
  }
  std::stable_sort(list.begin(), list.end(), [&](const base::Diagnostic* a, const base::Diagnostic* b) {
    return std::tuple(rank.at(a->place.file), a->place.line, a->place.column) <
           std::tuple(rank.at(b->place.file), b->place.line, b->place.column);
  });
  return list;
}

std::string_view line_of(std::string_view text, std::size_t number) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  for (; number > 1 && !text.empty(); --number) {
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1));
  }
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

/// A character as a terminal can show it in one column, as nearly as can be known without its tables.
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

/// The line and the caret under its column (bytes, from 1), both cut to kWidest characters around it.
std::string line_with_caret(std::string_view line, std::size_t column) {
  std::vector<std::string> characters;
  std::size_t caret = 0;
  const std::size_t size = line.size();
  for (std::string_view rest = line; !rest.empty();) {
    if (size - rest.size() < column - 1) {
      caret = characters.size() + 1;
    }
    characters.push_back(shown(rest));
  }
  const std::size_t from = caret < kWidest * 3 / 4 ? 0 : caret - kWidest / 2;
  const std::size_t to = std::min(characters.size(), from + kWidest);
  std::string text(kIndent);
  text += from > 0 ? "…" : "";
  for (std::size_t i = from; i < to; ++i) {
    text += characters[i];
  }
  text += to < characters.size() ? "…\n" : "\n";
  text += kIndent;
  text.append(caret - from + (from > 0 ? 1 : 0), ' ');
  return text + "^\n";
}

}  // namespace

std::string diagnostics_text(const base::Diagnostics& diagnostics, const SourceTexts& texts) {
  std::string text;
  for (const base::Diagnostic* one : in_order(diagnostics)) {
    text += one->place.file;
    if (one->place.line > 0) {
      text += ":" + std::to_string(one->place.line) + ":" + std::to_string(one->place.column);
    }
    text += ": " + one->message + "\n";
    const auto source = texts.find(one->place.file);
    if (one->place.line > 0 && source != texts.end()) {
      text += line_with_caret(line_of(source->second, one->place.line), std::max<std::size_t>(one->place.column, 1));
    }
  }
  if (diagnostics.left_out() > 0) {
    text += "and " + std::to_string(diagnostics.left_out()) + " more\n";
  }
  return text;
}

std::string diagnostics_json(const base::Diagnostics& diagnostics, std::size_t files) {
  using Json = nlohmann::ordered_json;
  Json mistakes = Json::array();
  for (const base::Diagnostic* one : in_order(diagnostics)) {
    mistakes.push_back({{"file", one->place.file},
                        {"line", one->place.line},
                        {"column", one->place.column},
                        {"message", one->message}});
  }
  const Json document{{"files", files}, {"mistakes", std::move(mistakes)}, {"left_out", diagnostics.left_out()}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report

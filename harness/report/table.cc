#include "report/table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/utf8.h"

namespace jobrig::report {
namespace {

std::string cell_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return *text;
  }
  if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    return std::to_string(*number);
  }
  if (const auto* truth = std::get_if<bool>(&cell)) {
    return *truth ? "yes" : "no";
  }
  std::string joined;
  for (const std::string& item : std::get<std::vector<std::string>>(cell)) {
    joined += (joined.empty() ? "" : ", ") + item;
  }
  return joined.empty() ? "-" : joined;
}

std::size_t columns_of(std::string_view text) { return base::count_code_points(text).value_or(text.size()); }

constexpr std::size_t kGap = 2;         // between columns
constexpr std::size_t kMinColumn = 12;  // a narrower column is not readable

/// Makes the widest columns narrower until a line has at most `width` characters.
void narrow(std::vector<std::size_t>& widths, const std::vector<std::size_t>& least, std::size_t width) {
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1)); };
  while (total() > width) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    if (widest == widths.size()) {
      return;
    }
    --widths[widest];
  }
}

/// The number of bytes of the first `characters` characters.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::string_view rest = text;
  while (characters-- > 0 && !rest.empty() && base::take_code_point(rest)) {
  }
  return text.size() - rest.size();
}

/// Breaks at blanks; a longer word is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (columns_of(text) > width) {
    const std::size_t most = std::max<std::size_t>(bytes_of(text, width), 1);
    const std::size_t blank = text.substr(0, most + 1).rfind(' ');
    const bool at_blank = blank != std::string_view::npos && blank > 0;
    lines.emplace_back(text.substr(0, at_blank ? blank : most));
    text.remove_prefix(at_blank ? blank + 1 : most);
  }
  lines.emplace_back(text);
  return lines;
}

/// The lines of one row.
std::string row_text(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    height = std::max(height, cells.emplace_back(wrapped(row[i], widths[i])).size());
  }
  std::string text;
  for (std::size_t y = 0; y < height; ++y) {
    std::size_t missing = 0;  // blanks before the next text
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = y < cells[i].size() ? cells[i][y] : "";
      if (!part.empty()) {
        text.append(std::exchange(missing, 0), ' ').append(part);
      }
      missing += widths[i] - std::min(widths[i], columns_of(part)) + kGap;
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string table_text(const Table& table, std::size_t width) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string>& headings = rows.emplace_back(table.columns);
  for (std::string& heading : headings) {
    heading = base::to_upper(heading);
  }
  for (const auto& row : table.rows) {
    std::transform(row.begin(), row.end(), std::back_inserter(rows.emplace_back()), cell_text);
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row[i]));
    }
  }
  if (width > 0) {
    std::vector<std::size_t> least(widths.size(), kMinColumn);
    for (std::size_t i = 0; i < least.size(); ++i) {
      least[i] = std::min(widths[i], std::max(least[i], columns_of(rows.front()[i])));
    }
    narrow(widths, least, width);
  }
  std::string text;
  for (const auto& row : rows) {
    text += row_text(row, widths);
  }
  return text;
}

std::string record_text(const Table& table, std::size_t row) {
  std::size_t width = 0;
  for (const std::string& column : table.columns) {
    width = std::max(width, columns_of(column));
  }
  std::string text;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string blanks(width - columns_of(table.columns[i]) + kGap, ' ');
    text += table.columns[i] + blanks + cell_text(table.rows[row][i]) + "\n";
  }
  return text;
}

std::string table_names(const Table& table) {
  std::string text;
  for (const auto& row : table.rows) {
    text += cell_text(row.front()) + "\n";
  }
  return text;
}

std::string table_json(const Table& table) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    auto object = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::visit([&](const auto& value) { object[table.columns[i]] = value; }, row[i]);
    }
    list.push_back(std::move(object));
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report

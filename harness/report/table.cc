#include "report/table.h"
#include "base/ascii.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

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

}  // namespace

std::string table_text(const Table& table) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string>& headings = lines.emplace_back(table.columns);
  for (std::string& heading : headings) {
    heading = base::to_upper(heading);
  }
  for (const auto& row : table.rows) {
    std::transform(row.begin(), row.end(), std::back_inserter(lines.emplace_back()), cell_text);
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(line[i]));
    }
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      text += i + 1 == line.size() ? "\n" : std::string(widths[i] - columns_of(line[i]) + 2, ' ');
    }
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

#include "commands/list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/ascii.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "commands/list_tables.h"

namespace jobrig::commands {
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

/// Columns two blanks apart, headings in capitals, nothing behind the last column.
std::string as_text(const Table& table) {
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

/// A list of objects, keys in the columns' order.
std::string as_json(const Table& table) {
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

Table all_listables() {
  Table table{{"what", "summary"}, {}};
  for (const ListableRow& row : listables()) {
    table.rows.push_back({std::string(row.name), std::string(row.summary)});
  }
  return table;
}

class List final : public Command {
 public:
  void declare(Options& options) override {
    std::string names;
    for (const ListableRow& row : listables()) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    options.positional("WHAT", what_, 0, 1, "one of " + names + "; nothing lists these");
    options.word("--format", "FORMAT", format_, {"text", "json"}, "text (default) or json");
    options.example("jobrig list errors");
    options.example("jobrig list operations --format json");
  }

  ExitCode run(Streams& streams) override {
    if (what_.empty()) {
      return print(all_listables(), streams);
    }
    std::vector<std::string_view> names;
    for (const ListableRow& row : listables()) {
      if (row.name == what_.front()) {
        return print(row.make(), streams);
      }
      names.push_back(row.name);
    }
    streams.err << "jobrig: there is no list of \"" << what_.front() << "\"" << base::did_you_mean(what_.front(), names)
                << "\n"
                << "jobrig: jobrig list says what can be listed\n";
    return ExitCode::kUserOrWorld;
  }

 private:
  ExitCode print(const Table& table, Streams& streams) const {
    streams.out << (format_ == "json" ? as_json(table) : as_text(table));
    return ExitCode::kFine;
  }

  std::vector<std::string> what_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_list() { return std::make_unique<List>(); }

}  // namespace jobrig::commands

#include "commands/list.h"

#include <optional>
#include <ostream>
#include <utility>

#include "base/catalogue.h"
#include "commands/list_tables.h"
#include "commands/refuse_name.h"

namespace jobrig::commands {
namespace {

report::Table all_listables() {
  report::Table table{{"what", "summary"}, {}};
  for (const ListableRow& row : listables()) {
    table.rows.push_back({std::string(row.name), std::string(row.summary)});
  }
  return table;
}

class List final : public Command {
 public:
  void declare(Options& options) override {
    std::string names;
    std::vector<std::string> words;
    for (const ListableRow& row : listables()) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
      words.emplace_back(row.name);
    }
    options.positional("WHAT", what_, "table to print: " + names + " (default: list the tables)", std::move(words));
    options.word("--format", "FORMAT", format_, {"text", "json"}, "output format: text (default) or json");
    options.flag("--names", names_, "print only the first column, without a heading");
    options.example("jobrig list errors");
    options.example("jobrig list operations --format json");
  }

  ExitCode run(Streams& streams) override {
    if (!what_) {
      return print(all_listables(), streams);
    }
    if (const ListableRow* const row = base::row_named(listables(), *what_)) {
      return print(row->make(), streams);
    }
    return refuse_name("table", *what_, base::names_in(listables()), "run jobrig list for the list of tables", streams);
  }

 private:
  ExitCode print(const report::Table& table, Streams& streams) const {
    if (names_) {
      streams.out << report::table_names(table);
    } else {
      streams.out << (format_ == "json" ? report::table_json(table) : report::table_text(table, streams.columns));
    }
    return ExitCode::kFine;
  }

  std::optional<std::string> what_;
  std::string format_ = "text";
  bool names_ = false;
};

}  // namespace

std::unique_ptr<Command> make_list() { return std::make_unique<List>(); }

}  // namespace jobrig::commands

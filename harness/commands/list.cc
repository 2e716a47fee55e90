#include "commands/list.h"

#include <ostream>
#include <utility>

#include "base/suggest.h"
#include "commands/list_tables.h"

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
    options.positional("WHAT", what_, 0, 1, "table to print: " + names + " (default: list the tables)",
                       std::move(words));
    options.word("--format", "FORMAT", format_, {"text", "json"}, "output format: text (default) or json");
    options.flag("--names", names_, "print only the first column, without a heading");
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
    streams.err << "jobrig: unknown table \"" << what_.front() << "\"" << base::did_you_mean(what_.front(), names)
                << "\n"
                << "jobrig: run jobrig list for the list of tables\n";
    return ExitCode::kUserOrWorld;
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

  std::vector<std::string> what_;
  std::string format_ = "text";
  bool names_ = false;
};

}  // namespace

std::unique_ptr<Command> make_list() { return std::make_unique<List>(); }

}  // namespace jobrig::commands

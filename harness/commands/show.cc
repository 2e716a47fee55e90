#include "commands/show.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>
#include <variant>
#include <vector>

#include "base/suggest.h"
#include "commands/list_tables.h"
#include "conform/profile_files.h"
#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "model/conformance_words.h"
#include "suite/case_loader.h"
#include "suite/requirements.h"

namespace jobrig::commands {
namespace {

/// The requirement with its levels and sources, and the cases that check it.
std::string requirement_text(const model::Requirement& one) {
  std::string text = one.id + "\n" + one.text + "\nlevel    sdk " + std::string(word_of(one.sdk)) + ", device-agent " +
                     std::string(word_of(one.device_agent)) + "\nsince    " + one.since + "\n";
  for (const model::RequirementSource& source : one.sources) {
    text += "source   " + source.document + ", " + source.section + "\n         " + source.address + "\n";
  }
  for (const model::ConformanceCase& conformance_case : suite::shipped_cases()) {
    text += conformance_case.requirement_id == one.id ? "case     " + conformance_case.name + "\n" : "";
  }
  return text;
}

/// Finds a scenario by any of its names, another built-in file by its path, or a schema with or without `.json`.
std::optional<std::string_view> text_of(const std::string& name) {
  if (const auto* scenario = contract::shipped_scenario(name)) {
    return scenario->text;
  }
  for (const auto& file : contract::schema_files()) {
    if (file.path == name || file.path == name + ".json") {
      return file.text;
    }
  }
  if (const auto file = contract::shipped_file(name)) {
    return file;
  }
  const auto* const family = contract::shipped_scenario(suite::family_of(name));
  return family == nullptr ? std::nullopt : std::optional(family->text);
}

std::string cell_text(const report::Cell& cell) {
  if (const auto* const list = std::get_if<std::vector<std::string>>(&cell)) {
    std::string text;
    for (const std::string& word : *list) {
      text += (text.empty() ? "" : ", ") + word;
    }
    return text;
  }
  if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
    return std::to_string(*number);
  }
  const bool* const flag = std::get_if<bool>(&cell);
  return flag == nullptr ? std::get<std::string>(cell) : *flag ? "yes" : "no";
}

/// The rows of that name in the tables of `jobrig list`: a fault, a check, a feature, an error. Adds all names to
/// `known`.
std::string rows_text(const std::string& name, std::vector<std::string>& known) {
  std::string text;
  for (const ListableRow& listable : listables()) {
    const report::Table table = listable.make();
    for (const auto& row : table.rows) {
      known.push_back(cell_text(row.front()));
      if (known.back() != name) {
        continue;
      }
      std::size_t width = 0;
      for (const std::string& column : table.columns) {
        width = std::max(width, column.size() + 2);
      }
      text += text.empty() ? "" : "\n";
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string cell = cell_text(row[i]);
        text += cell.empty() ? "" : table.columns[i] + std::string(width - table.columns[i].size(), ' ') + cell + "\n";
      }
    }
  }
  return text;
}

class Show final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("NAME", names_, 1, 1,
                       "name from a table of jobrig list: a scenario, case, profile, schema, fault, …");
    options.example("jobrig show original/describe_job_execution.response.json");
  }

  ExitCode run(Streams& streams) override {
    const std::string& name = names_.front();
    if (const auto* const requirement = suite::requirement_named(name)) {
      streams.out << requirement_text(*requirement);
      return ExitCode::kFine;
    }
    if (const auto text = text_of(name)) {
      streams.out << *text;
      return ExitCode::kFine;
    }
    if (const auto profile = conform::shipped_profile(name)) {
      streams.out << profile->text;
      return ExitCode::kFine;
    }
    std::vector<std::string> known;
    if (const std::string rows = rows_text(name, known); !rows.empty()) {
      streams.out << rows;
      return ExitCode::kFine;
    }
    streams.err << "jobrig: unknown name \"" << name << "\"" << base::did_you_mean(name, {known.begin(), known.end()})
                << "\n"
                << "jobrig: run jobrig list for the tables of names\n";
    return ExitCode::kUserOrWorld;
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Command> make_show() { return std::make_unique<Show>(); }

}  // namespace jobrig::commands

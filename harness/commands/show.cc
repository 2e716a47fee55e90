#include "commands/show.h"

#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "commands/list_tables.h"
#include "commands/refuse_name.h"
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
  for (const model::ConformanceCase& conformance_case : suite::shipped_cases(one.id)) {
    text += conformance_case.requirement_id == one.id ? "case     " + conformance_case.name + "\n" : "";
  }
  return text;
}

/// Finds a scenario by its whole name, another built-in file by its path, or a schema with or without `.json`.
std::optional<std::string_view> text_of(const std::string& name) {
  const auto* const scenario = contract::shipped_scenario(name);
  if (scenario != nullptr && (scenario->name == name || scenario->path == name)) {
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

class Show final : public Command {
 public:
  void declare(Options& options) override {
    options.positional("NAME", name_,
                       "name that jobrig list prints: of a scenario, case, profile, schema, fault, error, …");
    options.example("jobrig show cut");
    options.example("jobrig show original/describe_job_execution.response.json");
  }

  ExitCode run(Streams& streams) override {
    if (const auto* const requirement = suite::requirement_named(name_)) {
      streams.out << requirement_text(*requirement);
      return ExitCode::kFine;
    }
    if (const auto text = text_of(name_)) {
      streams.out << *text;
      return ExitCode::kFine;
    }
    if (const auto profile = conform::shipped_profile(name_)) {
      streams.out << profile->text;
      return ExitCode::kFine;
    }
    if (const std::string records = records_named(name_); !records.empty()) {
      streams.out << records;
      return ExitCode::kFine;
    }
    if (const auto* const scenario = contract::shipped_scenario(name_)) {  // by the last part of its name
      streams.out << scenario->text;
      return ExitCode::kFine;
    }
    const std::vector<std::string> names = names_in_tables();
    std::vector<std::string_view> known{names.begin(), names.end()};
    for (const auto& scenario : contract::shipped_scenarios()) {
      known.push_back(scenario.name);
    }
    return refuse_name("name", name_, known, "run jobrig list for the tables of names", streams);
  }

 private:
  std::string name_;
};

}  // namespace

std::unique_ptr<Command> make_show() { return std::make_unique<Show>(); }

}  // namespace jobrig::commands

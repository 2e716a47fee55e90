#include "commands/list_tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "conform/experiment_files.h"
#include "conform/profile_files.h"
#include "contract/ambiguities.h"
#include "contract/editions.h"
#include "contract/error_name.h"
#include "contract/errors.h"
#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "contract/statuses.h"
#include "faults/catalogue.h"
#include "judge/catalogue.h"
#include "judge/features.h"
#include "life_cycles/catalogue.h"
#include "life_cycles/loader.h"
#include "load/sources.h"
#include "model/conformance_words.h"
#include "mqtt/jobs_topic.h"
#include "suite/case_loader.h"
#include "suite/requirements.h"

namespace jobrig::commands {
namespace {

using report::Table;

std::string text(std::string_view view) { return std::string(view); }

std::string editions_of(bool current_only) { return current_only ? "current" : "original, current"; }

Table editions() {
  Table table{{"edition", "summary"}, {}};
  for (const auto& row : contract::editions()) {
    table.rows.push_back({text(row.word), text(row.summary)});
  }
  return table;
}

Table ambiguities() {
  Table table{{"ambiguity", "setting", "default", "sources"}, {}};
  for (const auto& row : contract::ambiguities()) {
    table.rows.push_back({text(row.topic), text(row.setting.empty() ? "none" : row.setting), text(row.by_default),
                          std::vector<std::string>(row.sources.begin(), row.sources.end())});
  }
  return table;
}

Table operations() { return operations_table(contract::operations()); }

Table topics() {
  Table table{{"topic", "name", "sent by", "answered on"}, {}};
  for (const auto& row : mqtt::jobs_topics()) {
    const std::vector<std::string> answers =
        row.is_request ? std::vector<std::string>{"…/accepted", "…/rejected"} : std::vector<std::string>();
    table.rows.push_back({row.topic, text(row.name), text(row.is_request ? "client" : "service"), answers});
  }
  return table;
}

Table errors() {
  Table table{{"error", "status", "retry", "operations", "members"}, {}};
  for (const auto& error : contract::errors()) {
    std::vector<std::string> operations;
    for (const auto& operation : contract::operations()) {
      if (contract::documents_error(operation.operation, error.name)) {
        operations.emplace_back(operation.name);
      }
    }
    std::vector<std::string> members{"message"};
    if (!error.member.empty()) {
      members.emplace_back(error.member);
    }
    table.rows.push_back(
        {text(error.name), std::int64_t{error.status}, error.retryable, std::move(operations), std::move(members)});
  }
  return table;
}

Table common_errors() {
  Table table{{"error", "status", "retry", "source"}, {}};
  for (const auto& [error, source] : contract::common_errors()) {
    table.rows.push_back({text(error.name), std::int64_t{error.status}, error.retryable, text(source)});
  }
  return table;
}

std::string encoding_example(const contract::EncodingRow& row) {
  constexpr std::string_view kName = "ThrottlingException";
  return row.member.empty()
             ? std::string(contract::kErrorTypeHeader) + ": " + contract::error_name_value(row.encoding, kName)
             : "{" + contract::error_name_members(row.encoding, kName) + R"(,"message":"…"})";
}

Table encodings() {
  Table table{{"name-in", "example"}, {}};
  for (const auto& row : contract::error_name_encodings()) {
    table.rows.push_back({text(row.word), encoding_example(row)});
  }
  return table;
}

Table statuses() {
  Table table{{"status", "terminal", "device-may-set", "may-become"}, {}};
  for (const auto& from : contract::statuses()) {
    std::vector<std::string> next;
    for (const auto& to : contract::statuses()) {
      if (contract::may_become(from.status, to.status)) {
        next.emplace_back(to.word);
      }
    }
    table.rows.push_back({text(from.word), from.terminal, from.device_may_set, std::move(next)});
  }
  return table;
}

Table timestamps() {
  Table table{{"timestamps", "example"}, {}};
  for (const auto& row : contract::timestamp_units()) {
    table.rows.push_back({text(row.word), text(row.example)});
  }
  return table;
}

std::vector<std::string> keys_of(const base::SettingsDescription& description) {
  std::vector<std::string> keys;
  for (const base::Setting& setting : description.settings) {
    keys.emplace_back(setting.key);
  }
  return keys;
}

Table fault_kinds() {
  Table table{{"fault", "group", "summary", "settings", "example"}, {}};
  for (const auto& kind : faults::catalogue()) {
    table.rows.push_back({text(kind.name), text(faults::word_of(kind.group)), text(kind.summary),
                          keys_of(kind.describe()), text(kind.example)});
  }
  return table;
}

bool is_case(const contract::ShippedScenario& file) { return file.name.starts_with("conformance/"); }
bool is_experiment(const contract::ShippedScenario& file) { return file.name.starts_with("experiments/"); }
bool is_life_cycle(const contract::ShippedScenario& file) { return file.name.starts_with("agents/"); }

Table scenarios() {
  Table table{{"scenario", "summary"}, {}};
  for (const auto& row : contract::shipped_scenarios()) {
    if (!is_case(row) && !is_experiment(row) && !is_life_cycle(row)) {
      table.rows.push_back({text(row.name), row.summary});
    }
  }
  return table;
}

Table experiments() {
  Table table{{"experiment", "scenario", "summary"}, {}};
  for (const auto* const row : contract::shipped_folder("experiments")) {
    base::Diagnostics none;
    report::SourceTexts texts;
    const auto experiment = conform::load_experiment(std::string(row->name), none, texts);
    table.rows.push_back({text(row->name), experiment ? experiment->scenario : std::string(), row->summary});
  }
  return table;
}

Table life_cycles() {
  Table table{{"life cycle", "agents", "checks", "summary"}, {}};
  base::Diagnostics none;
  for (const auto& cycle : life_cycles::load_life_cycles(load::shipped_sources(life_cycles::kLifeCycleFolder), none)) {
    std::vector<std::string> checks;
    for (const life_cycles::Expectation& one : cycle.expectations) {
      checks.emplace_back(one.kind->name);
    }
    table.rows.push_back(
        {cycle.name, static_cast<std::int64_t>(cycle.things.size()), std::move(checks), cycle.summary});
  }
  return table;
}

Table agent_checks() {
  Table table{{"agent check", "summary", "requirement", "source", "settings", "example"}, {}};
  for (const auto& kind : life_cycles::catalogue()) {
    table.rows.push_back({text(kind.name), text(kind.summary), text(kind.requirement), text(kind.source),
                          keys_of(kind.describe()), text(kind.example)});
  }
  return table;
}

/// The operations that the case calls, each once.
std::vector<std::string> operations_of(const model::ConformanceCase& one) {
  std::vector<std::string> operations;
  for (const model::CaseCall& call : one.calls) {
    if (std::find(operations.begin(), operations.end(), call.operation) == operations.end()) {
      operations.push_back(call.operation);
    }
  }
  return operations;
}

Table cases() {
  Table table{{"case", "requirement", "level", "operations", "needs", "summary"}, {}};
  for (const model::ConformanceCase& one : suite::shipped_cases()) {
    const auto needed = judge::needed_features(one);
    table.rows.push_back({one.name, one.requirement_id, text(word_of(one.level)), operations_of(one),
                          std::vector<std::string>(needed.begin(), needed.end()), one.summary});
  }
  return table;
}

Table requirements() {
  std::map<std::string, std::int64_t> counts;
  for (const model::ConformanceCase& one : suite::shipped_cases()) {
    ++counts[one.requirement_id];
  }
  Table table{{"requirement", "sdk", "device-agent", "cases", "text", "source", "since"}, {}};
  for (const model::Requirement& one : suite::requirements()) {
    table.rows.push_back({one.id, text(word_of(one.sdk)), text(word_of(one.device_agent)), counts[one.id], one.text,
                          suite::source_text(one), one.since});
  }
  return table;
}

Table checks() {
  Table table{{"check", "report", "summary", "settings", "example"}, {}};
  for (const auto& kind : judge::catalogue()) {
    table.rows.push_back(
        {text(kind.name), text(word_of(kind.needs)), text(kind.summary), keys_of(kind.describe()), text(kind.example)});
  }
  return table;
}

Table features() {
  Table table{{"feature", "summary"}, {}};
  for (const auto& row : judge::features()) {
    table.rows.push_back({text(row.name), text(row.summary)});
  }
  return table;
}

Table profiles() {
  Table table{{"profile", "transports", "features", "summary"}, {}};
  for (const std::string& name : conform::shipped_profiles()) {
    base::Diagnostics none;
    report::SourceTexts texts;
    const auto profile = conform::load_profile(name, none, texts);
    if (profile) {
      table.rows.push_back({name, profile->transports, profile->features, profile->summary});
    }
  }
  return table;
}

Table schemas() {
  Table table{{"schema", "title"}, {}};
  for (const auto& file : contract::schema_files()) {
    table.rows.push_back({text(file.path), nlohmann::json::parse(file.text).value("title", "")});
  }
  return table;
}

constexpr std::array kListables{
    ListableRow{"scenarios", "built-in scenarios, for serve and show", scenarios},
    ListableRow{"experiments", "built-in experiments, for experiment and show", experiments},
    ListableRow{"faults", "faults that a scenario can inject, each with an example", fault_kinds},
    ListableRow{"cases", "built-in conformance cases, for conform and show", cases, false},
    ListableRow{"requirements", "requirements that the cases check, with their levels and sources", requirements,
                false},
    ListableRow{"checks", "checks that a conformance case can make, each with an example", checks},
    ListableRow{"life-cycles", "built-in life cycles of agents, for conform --agent and show", life_cycles},
    ListableRow{"agent-checks", "checks that a life cycle can make, each with an example", agent_checks},
    ListableRow{"features", "capabilities that a client declares and a case requires", features},
    ListableRow{"profiles", "built-in client profiles, for conform --profile, check and show", profiles},
    ListableRow{"editions", "editions of the contract that a scenario can use", editions},
    ListableRow{"ambiguities", "contradictions in the documents of AWS, and the settings for them", ambiguities},
    ListableRow{"operations", "operations of the data plane", operations},
    ListableRow{"topics", "MQTT topics of the Jobs service, with the operations that they request", topics},
    ListableRow{"errors", "documented errors and the operations that return them", errors},
    ListableRow{"common-errors", "errors that every AWS service may return", common_errors},
    ListableRow{"error-names", "encodings of an error name in a response", encodings},
    ListableRow{"statuses", "statuses of a job execution and their transitions", statuses},
    ListableRow{"timestamps", "formats of timestamps in responses", timestamps},
    ListableRow{"schemas", "built-in JSON Schemas, for show", schemas},
};

}  // namespace

Table operations_table(std::span<const contract::OperationRow> rows) {
  Table table{{"operation", "method", "path", "editions", "summary"}, {}};
  for (const auto& row : rows) {
    table.rows.push_back(
        {text(row.name), text(row.method), text(row.path), editions_of(row.current_only), text(row.summary)});
  }
  return table;
}

std::span<const ListableRow> listables() { return kListables; }

}  // namespace jobrig::commands

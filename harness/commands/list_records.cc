// Single rows of the tables of `jobrig list`, for `jobrig show`.
#include <optional>

#include "commands/list_tables.h"
#include "faults/catalogue.h"
#include "judge/catalogue.h"
#include "life_cycles/catalogue.h"

namespace jobrig::commands {
namespace {

std::optional<base::SettingsDescription> settings_of(std::string_view table, std::string_view name) {
  if (const auto* const fault = table == "faults" ? faults::kind_named(name) : nullptr) {
    return fault->describe();
  }
  if (const auto* const check = table == "checks" ? judge::kind_named(name) : nullptr) {
    return check->describe();
  }
  if (const auto* const check = table == "agent-checks" ? life_cycles::kind_named(name) : nullptr) {
    return check->describe();
  }
  return std::nullopt;
}

std::string values_text(const base::Setting& setting) {
  std::string text(setting.type == "word" ? "" : setting.type);
  if (setting.type == "integer") {
    text += " " + std::to_string(setting.min) + ".." + std::to_string(setting.max);
  }
  for (const std::string_view word : setting.words) {
    text += (text.empty() ? "" : " | ") + std::string(word);
  }
  return text;
}

std::string settings_text(const base::SettingsDescription& description) {
  report::Table table{{"setting", "value", "default", "summary"}, {}};
  for (const base::Setting& setting : description.settings) {
    const bool required = setting.need == base::Need::kRequired;
    table.rows.push_back({std::string(setting.key), values_text(setting),
                          required                   ? "required"
                          : setting.fallback.empty() ? "-"
                                                     : setting.fallback,
                          std::string(setting.summary)});
  }
  return table.rows.empty() ? "" : "\n" + report::table_text(table);
}

const std::string& name_of(const std::vector<report::Cell>& row) { return std::get<std::string>(row.front()); }

}  // namespace

std::string records_named(std::string_view name) {
  std::string text;
  for (const ListableRow& listable : listables()) {
    if (!listable.has_records) {
      continue;
    }
    const report::Table table = listable.make();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (name_of(table.rows[i]) == name) {
        text += (text.empty() ? "" : "\n") + report::record_text(table, i);
        const auto settings = settings_of(listable.name, name);
        text += settings ? settings_text(*settings) : "";
      }
    }
  }
  return text;
}

std::vector<std::string> names_in_tables() {
  std::vector<std::string> names;
  for (const ListableRow& listable : listables()) {
    for (const auto& row : listable.make().rows) {
      names.push_back(name_of(row));
    }
  }
  return names;
}

}  // namespace jobrig::commands

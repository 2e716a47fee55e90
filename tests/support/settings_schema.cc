#include "support/settings_schema.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <vector>

namespace jobrig::test {
namespace {

using nlohmann::ordered_json;

ordered_json type_schema(const base::Setting& setting, const DefinitionOf& definition_of) {
  if (setting.type == "word") {
    return {{"enum", setting.words}};
  }
  if (setting.type == "text") {
    return {{"type", "string"}};
  }
  if (setting.type == "boolean") {
    return {{"type", "boolean"}};
  }
  if (setting.type == "integer") {
    return {{"type", "integer"}, {"minimum", setting.min}, {"maximum", setting.max}};
  }
  return {{"$ref", definition_of(setting.type)}};
}

/// The schema of the value, without default and description.
ordered_json value_schema(const base::Setting& setting, const DefinitionOf& definition_of) {
  const ordered_json type = type_schema(setting, definition_of);
  if (setting.words.empty() || setting.type == "word") {
    return type;
  }
  return {{"anyOf", ordered_json::array({type, {{"enum", setting.words}}})}};
}

ordered_json default_of(const base::Setting& setting) {
  if (setting.type == "boolean") {
    return setting.fallback == "true";
  }
  const bool is_number = setting.fallback.find_first_not_of("0123456789") == std::string::npos;
  if (is_number && setting.type != "text" && setting.type != "word") {
    return std::stoll(setting.fallback);
  }
  return setting.fallback;
}

ordered_json setting_schema(const base::Setting& setting, const DefinitionOf& definition_of) {
  ordered_json schema = value_schema(setting, definition_of);
  if (schema.contains("$ref")) {  // draft 7 ignores keywords next to a $ref
    schema = {{"allOf", ordered_json::array({schema})}};
  }
  if (!setting.fallback.empty()) {
    schema["default"] = default_of(setting);
  }
  std::string meaning(setting.summary);
  for (std::size_t i = 0; i < setting.meanings.size(); ++i) {
    meaning.append(i == 0 ? ". " : "; ").append(setting.words[i]).append(": ").append(setting.meanings[i]);
  }
  schema["description"] = meaning;
  return schema;
}

/// Each setting of a form requires the others.
void add_forms(const base::SettingsDescription& description, ordered_json& map) {
  for (const auto& form : description.forms) {
    map["oneOf"].push_back({{"required", form}});
    for (const std::string_view key : form) {
      std::vector<std::string_view> others = form;
      std::erase(others, key);
      if (!others.empty()) {
        map["dependencies"][std::string(key)] = others;
      }
    }
  }
  if (description.needs_any) {
    map["minProperties"] = 1;
  }
  for (const auto& group : description.exclusive) {
    map["allOf"].push_back({{"not", {{"required", group}}}});
  }
}

bool is_shorthand(const base::SettingsDescription& description, std::string_view key) {
  return std::count(description.shorthands.begin(), description.shorthands.end(), key) > 0;
}

}  // namespace

ordered_json map_schema(const base::SettingsDescription& description, const DefinitionOf& definition_of) {
  ordered_json map = {{"type", "object"}, {"additionalProperties", false}, {"properties", ordered_json::object()}};
  std::vector<std::string_view> required;
  for (const base::Setting& setting : description.settings) {
    map["properties"][std::string(setting.key)] = setting_schema(setting, definition_of);
    if (setting.need == base::Need::kRequired) {
      required.push_back(setting.key);
    }
  }
  if (!required.empty()) {
    map["required"] = required;
  }
  add_forms(description, map);
  return map;
}

ordered_json settings_schema(const base::SettingsDescription& description, std::string_view summary,
                             const DefinitionOf& definition_of) {
  std::string sentence(summary);
  sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
  ordered_json forms = ordered_json::array({map_schema(description, definition_of)});
  for (const base::Setting& setting : description.settings) {
    if (is_shorthand(description, setting.key)) {
      forms.push_back(value_schema(setting, definition_of));
    }
  }
  if (!description.needs_settings()) {
    forms.push_back({{"type", "null"}});
  }
  return {{"description", sentence}, {"anyOf", forms}};
}

std::string settings_cell(const base::SettingsDescription& description) {
  std::string cell;
  for (const base::Setting& setting : description.settings) {
    if (setting.type == "level") {
      continue;  // every check has it; not repeated
    }
    std::string notes = is_shorthand(description, setting.key) ? "shorthand" : "";
    const auto note = [&notes](const std::string& more) { notes += (notes.empty() ? "" : ", ") + more; };
    if (setting.need == base::Need::kRequired) {
      note("required");
    }
    for (const auto& form : description.forms) {
      if (form.size() > 1 && form.front() == setting.key) {
        note("with " + std::string(form.back()));
      }
    }
    if (!setting.fallback.empty()) {
      note("default " + (setting.type == "text" ? ordered_json(setting.fallback).dump() : setting.fallback));
    }
    cell.append(cell.empty() ? "`" : ", `").append(setting.key).append("`");
    cell += notes.empty() ? "" : " (" + notes + ")";
  }
  return cell.empty() ? "none" : cell;
}

std::string settings_rows(const base::SettingsDescription& description) {
  std::string rows;
  for (const base::Setting& setting : description.settings) {
    rows.append("| `").append(setting.key).append("` | ").append(setting.summary);
    for (std::size_t i = 0; i < setting.words.size(); ++i) {
      rows.append(i == 0 ? ": `" : ", `").append(setting.words[i]).append("`");
      if (i < setting.meanings.size()) {
        rows.append(" (").append(setting.meanings[i]).append(")");
      }
    }
    rows += setting.fallback.empty() ? " | |\n" : " | `" + setting.fallback + "` |\n";
  }
  return rows;
}

}  // namespace jobrig::test

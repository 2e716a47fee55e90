// Settings schema: the JSON Schema and the table cells for the settings that a fault or check declares. It reads no
// files.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/settings.h"

namespace jobrig::test {

/// The location of a type's definition: `#/definitions/duration` for `duration`.
using DefinitionOf = std::function<std::string(std::string_view type)>;

/// The schema of the value after the name: a map of the settings, a scalar as shorthand for one, or nothing.
nlohmann::ordered_json settings_schema(const base::SettingsDescription& description, std::string_view summary,
                                       const DefinitionOf& definition_of);

/// The schema of the map.
nlohmann::ordered_json map_schema(const base::SettingsDescription& description, const DefinitionOf& definition_of);

/// "`bytes` (default 1), `every` (shorthand, required)" in Markdown, or "none".
std::string settings_cell(const base::SettingsDescription& description);

/// One row per setting: key, meaning, default.
std::string settings_rows(const base::SettingsDescription& description);

}  // namespace jobrig::test

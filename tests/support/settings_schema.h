// Settings schema: the JSON Schema and the table cell of the settings that a fault or check declares. It reads no file.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/settings.h"

namespace jobrig::test {

/// Where the definition of a type is: `#/definitions/duration` for `duration`.
using DefinitionOf = std::function<std::string(std::string_view type)>;

/// What may follow the name: a map of the settings, a scalar that is shorthand for one, or nothing.
nlohmann::ordered_json settings_schema(const base::SettingsDescription& description, std::string_view summary,
                                       const DefinitionOf& definition_of);

/// The map alone.
nlohmann::ordered_json map_schema(const base::SettingsDescription& description, const DefinitionOf& definition_of);

/// "`bytes` (default 1), `every` (shorthand, required)" in Markdown; "none" when there are none.
std::string settings_cell(const base::SettingsDescription& description);

/// A row for each setting: key, meaning, default.
std::string settings_rows(const base::SettingsDescription& description);

}  // namespace jobrig::test

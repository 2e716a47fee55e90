// Schema keywords: prepares a JSON Schema for contract/schema_tree: extracts the keywords that SchemaRule checks, and
// includes the files that the schema refers to. It does not validate anything.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "contract/schema_rule.h"

namespace jobrig::contract {

/// Moves the keywords that SchemaRule supports out of the schema. The rule is empty if there are none.
SchemaRule take_rule(nlohmann::json& schema);
/// The properties of the value that a rule can check. read_json has already converted integers beyond 64 bits to
/// doubles.
ValueFacts facts_of(const nlohmann::json& value);

/// Adds the files that the schema refers to, and rewrites the references to point into the schema. `read` returns a
/// file by the name used in the reference. Included files must refer only to themselves.
void include_files(nlohmann::json& schema, const std::function<nlohmann::json(std::string_view file)>& read);

/// The schema of that name in an OpenAPI 3.0 document, with all schemas it refers to, as a JSON Schema. It converts
/// `nullable`, which JSON Schema does not have.
nlohmann::json schema_of_openapi(const nlohmann::json& document, std::string_view name);

}  // namespace jobrig::contract

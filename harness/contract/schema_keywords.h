// Schema keywords: prepares a JSON Schema for contract/schema_tree: reads what SchemaRule checks, and puts the files of
// its folder that it refers to into it. Nothing is validated here.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "contract/schema_rule.h"

namespace jobrig::contract {

/// Moves the keywords that SchemaRule knows out of the schema. All members of the rule stay empty when there are none.
SchemaRule take_rule(nlohmann::json& schema);
/// What a rule may know of the value. Whole numbers beyond 64 bits are doubles already (read_json).
ValueFacts facts_of(const nlohmann::json& value);

/// Lets every reference to another file point into the schema itself and puts the files' schemas there. `read` gives
/// a file as it is called in references. Included files refer to nothing but themselves.
void include_files(nlohmann::json& schema, const std::function<nlohmann::json(std::string_view file)>& read);

/// The schema of that name out of an OpenAPI 3.0 document, with all that it refers to, as JSON Schema: they differ in
/// how a value says that it may be null.
nlohmann::json schema_of_openapi(const nlohmann::json& document, std::string_view name);

}  // namespace jobrig::contract

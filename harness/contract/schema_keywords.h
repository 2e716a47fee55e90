// Schema keywords: prepares a JSON Schema for the validator's library: what SchemaRule checks is taken out of it, and
// the files of its folder that it refers to are put into it. Nothing is validated here.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "contract/schema_rule.h"

namespace jobrig::contract {

using Rules = std::vector<std::unique_ptr<const SchemaRule>>;

/// In a prepared schema this keyword stands for those that were taken out: the index of their rule.
inline constexpr const char* kRuleKeyword = "jobrig-rule";

/// Replaces keywords by rules, which are added to `rules`, in the schema and in all schemas inside it.
void extract_rules(nlohmann::json& schema, Rules& rules);
/// Lets every reference to another file point into the schema itself and puts the files' schemas there. `read` gives
/// a file as it is called in references. Included files refer to nothing but themselves.
void include_files(nlohmann::json& schema, const std::function<nlohmann::json(std::string_view file)>& read);

/// The schema of that name out of an OpenAPI 3.0 document, with all that it refers to, as JSON Schema: they differ in
/// how a value says that it may be null.
nlohmann::json schema_of_openapi(const nlohmann::json& document, std::string_view name);

}  // namespace jobrig::contract

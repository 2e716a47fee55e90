// Schema keywords: prepares a JSON Schema for the validator's library: what SchemaRule checks is taken out of it, and
// the definitions it shares with its folder are put into it. Nothing is validated here.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "contract/schema_rule.h"

namespace jobrig::contract {

using Rules = std::vector<std::unique_ptr<const SchemaRule>>;

/// In a prepared schema this keyword stands for those that were taken out: the index of their rule.
inline constexpr const char* kRuleKeyword = "jobrig-rule";
/// The file of a folder that its other schemas refer to by this name.
inline constexpr std::string_view kSharedDefinitions = "definitions.json";

/// Replaces keywords by rules, which are added to `rules`, in the schema and in all schemas inside it.
void extract_rules(nlohmann::json& schema, Rules& rules);
/// Lets every reference to the shared file point into the schema itself and puts the file's definitions there.
void include_definitions(nlohmann::json& schema, const nlohmann::json& shared);

}  // namespace jobrig::contract

// Rule calls: what the admin routes for rules have in common. It does not implement routes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "admin/call.h"
#include "base/diagnostic.h"

namespace jobrig::admin {

/// How often each rule has answered, by name.
std::map<std::string_view, std::uint64_t> answered_by(const hosting::Uses& uses);

nlohmann::ordered_json rule_json(const hosting::Generation& generation, std::size_t index, std::uint64_t answered);

/// The index of the rule that the path names.
std::size_t index_of_rule(const AdminCall& call, const model::Scenario& scenario);

model::HttpReply rule_mistakes(const base::Diagnostics& diagnostics);

/// A change that has no effect yet.
hosting::Change same_rules(const hosting::Generation& now);

void refuse_if_port_is_shared(const AdminCall& call, const model::Scenario& scenario);

/// Begins the change and answers with the rule at `index` then.
model::Plan begin_rules(const AdminCall& call, hosting::Sandbox::Next next, int status, std::size_t index,
                        std::uint64_t answered, std::string what);

}  // namespace jobrig::admin

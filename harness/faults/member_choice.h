// Member choice: which member of a body a fault is about: the one that the scenario names, or any. It changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {

/// Whether a member's value (as it stands in the text) is of the kind that the fault is about.
using SuitsFault = std::function<bool(std::string_view value)>;

/// The member that `path` names; without a path, one draw chooses among all members of objects that suit.
/// Nothing when there is none: the body stays as it is.
std::optional<JsonMember> choose_member(std::string_view json, const std::optional<std::string>& path,
                                        base::Random& random, const SuitsFault& suits = {});

bool is_string(std::string_view value);
bool is_number(std::string_view value);

/// A fault whose only setting is `member` and that rewrites that member's value with `rewrite(json, member)`.
FaultPointer parse_member_fault(const base::Node& settings, std::string_view name,
                                std::function<void(std::string& json, const JsonMember& member)> rewrite,
                                SuitsFault suits, base::Diagnostics& diagnostics);

}  // namespace jobrig::faults

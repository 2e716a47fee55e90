// Member choice: which member of a body a fault changes: the one that the scenario names, or any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {

/// Whether a member's value (as it stands in the text) suits the fault.
using SuitsFault = std::function<bool(std::string_view value)>;

/// The member that `path` names; without a path, one draw chooses among all members of objects that suit.
/// Nothing when there is none: the body stays as it is.
std::optional<JsonMember> choose_member(std::string_view json, const std::optional<std::string>& path,
                                        base::Random& random, const SuitsFault& suits = {});

bool is_string(std::string_view value);
bool is_number(std::string_view value);

/// A fault whose only setting is `member` and that rewrites that member with `rewrite(json, member)`.
FaultPointer make_member_fault(Settings& settings,
                               std::function<void(std::string& json, const JsonMember& member)> rewrite,
                               SuitsFault suits = {});

/// The summary of such a setting.
inline constexpr std::string_view kMemberSummary = "the path of the member; any member when it is not given";

}  // namespace jobrig::faults

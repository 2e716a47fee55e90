// Member choice: selects the member of a body that a fault changes: a named member or a random one. It changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {

/// Whether the fault can change a member with this raw value.
using SuitsFault = std::function<bool(std::string_view value)>;

/// The member at `path`. Without a path, one draw selects among all suitable object members. Nothing when there is
/// none: the body is then unchanged.
std::optional<JsonMember> choose_member(std::string_view json, const std::optional<std::string>& path,
                                        base::Random& random, const SuitsFault& suits = {});

bool is_string(std::string_view value);
bool is_number(std::string_view value);

/// A fault with the single setting `member`. `rewrite(json, member)` changes the member.
FaultPointer make_member_fault(Settings& settings,
                               std::function<void(std::string& json, const JsonMember& member)> rewrite,
                               SuitsFault suits = {});

/// The summary of this setting.
inline constexpr std::string_view kMemberSummary = "the path of the member; any member when it is not given";

}  // namespace jobrig::faults

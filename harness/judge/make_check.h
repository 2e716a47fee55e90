// Make check: what the file of a check includes: the kind that it declares, its settings, and what turns a function
// into a check.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "judge/catalogue.h"
#include "judge/settings.h"
#include "model/check.h"

namespace jobrig::judge {

using JudgeRecord = std::function<model::Finding(const model::CaseRecord&)>;

/// kAllowed: the check can hold when no request arrives.
enum class Silence : std::uint8_t { kFails, kAllowed };

/// The settings give the check its name.
CheckPointer make_check(const Settings& settings, JudgeRecord judge, Silence silence = Silence::kFails);

/// For a check without settings.
CheckPointer make_plain_check(Settings& settings, JudgeRecord judge, Silence silence = Silence::kFails);

}  // namespace jobrig::judge

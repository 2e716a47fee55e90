// Make check: the include of each check's source file: the kind that it declares, its settings, and functions that make
// a check. It declares no check.
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

/// kNeeded: the check looks at CallRecord::usage.
enum class Usage : std::uint8_t { kIgnored, kNeeded };

/// The name of the check comes from the settings.
CheckPointer make_check(const Settings& settings, JudgeRecord judge, Silence silence = Silence::kFails,
                        Usage usage = Usage::kIgnored);

/// For a check without settings.
CheckPointer make_plain_check(Settings& settings, JudgeRecord judge, Silence silence = Silence::kFails);

}  // namespace jobrig::judge

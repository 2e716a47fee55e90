// Make check: turns a function into a check, so that a check's file holds its settings and its judgement only.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "model/check.h"

namespace jobrig::judge {

using CheckPointer = std::shared_ptr<const model::Check>;
using JudgeRecord = std::function<model::Finding(const model::CaseRecord&)>;

/// What a check is beside its judgement.
struct CheckTraits {
  bool needs_report = false;
  bool allows_silence = false;  // it can hold when no request arrives
};

/// `name` must outlive the check: the catalogue's.
CheckPointer make_check(std::string_view name, CheckTraits traits, JudgeRecord judge);

}  // namespace jobrig::judge

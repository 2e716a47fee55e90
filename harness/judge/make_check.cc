#include "judge/make_check.h"

#include <utility>

namespace jobrig::judge {
namespace {

class FunctionCheck final : public model::Check {
 public:
  FunctionCheck(const CheckKind& kind, JudgeRecord judge, Silence silence, Usage usage)
      : kind_(kind), judge_(std::move(judge)), silence_(silence), usage_(usage) {}
  [[nodiscard]] std::string_view name() const override { return kind_.name; }
  [[nodiscard]] model::Reports needs() const override { return kind_.needs; }
  [[nodiscard]] bool allows_silence() const override { return silence_ == Silence::kAllowed; }
  [[nodiscard]] bool needs_usage() const override { return usage_ == Usage::kNeeded; }
  [[nodiscard]] model::Finding judge(const model::CaseRecord& record) const override { return judge_(record); }

 private:
  const CheckKind& kind_;  // in the catalogue, which outlives the check
  JudgeRecord judge_;
  Silence silence_;
  Usage usage_;
};

}  // namespace

CheckPointer make_check(const Settings& settings, JudgeRecord judge, Silence silence, Usage usage) {
  return std::make_shared<const FunctionCheck>(settings.kind(), std::move(judge), silence, usage);
}

CheckPointer make_plain_check(Settings& settings, JudgeRecord judge, Silence silence) {
  return settings.finish() ? make_check(settings, std::move(judge), silence) : nullptr;
}

}  // namespace jobrig::judge

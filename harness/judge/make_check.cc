#include "judge/make_check.h"

#include <utility>

namespace jobrig::judge {
namespace {

class FunctionCheck final : public model::Check {
 public:
  FunctionCheck(std::string_view name, CheckTraits traits, JudgeRecord judge)
      : name_(name), traits_(traits), judge_(std::move(judge)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] bool needs_report() const override { return traits_.needs_report; }
  [[nodiscard]] bool allows_silence() const override { return traits_.allows_silence; }
  [[nodiscard]] model::Finding judge(const model::CaseRecord& record) const override { return judge_(record); }

 private:
  std::string_view name_;
  CheckTraits traits_;
  JudgeRecord judge_;
};

}  // namespace

CheckPointer make_check(std::string_view name, CheckTraits traits, JudgeRecord judge) {
  return std::make_shared<const FunctionCheck>(name, traits, std::move(judge));
}

}  // namespace jobrig::judge

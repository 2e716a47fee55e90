#include "judge/blame.h"

namespace jobrig::judge {

bool blames_client(const model::CaseResult& result) {
  switch (result.verdict) {
    case model::Verdict::kFailed:
    case model::Verdict::kTimedOut:
    case model::Verdict::kNotCalled:
      return result.expected.empty();
    case model::Verdict::kPassed:
    case model::Verdict::kNonStrict:
    case model::Verdict::kInformational:
    case model::Verdict::kSkipped:
    case model::Verdict::kHarnessError:
      break;
  }
  return false;
}

}  // namespace jobrig::judge

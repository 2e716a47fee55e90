// no-request: the client sends nothing, because it detects by itself that the call is invalid.
//   no-request: {}
#include "judge/make_check.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

CheckPointer make_no_request(Settings& settings) {
  return make_plain_check(
      settings,
      [](const model::CaseRecord& record) -> model::Finding {
        std::vector<std::size_t> requests = wire::requests_of(record);
        const std::string actual = count_in_words(requests.size(), "request");
        return {requests.empty(), "no requests", actual, "", std::move(requests)};
      },
      Silence::kAllowed);
}

}  // namespace

void declare_no_request(std::vector<CheckKind>& kinds) {
  kinds.push_back({"no-request", "the client sends no request", "no-request: {}", make_no_request});
}

}  // namespace jobrig::judge

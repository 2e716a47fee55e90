// no-request: nothing is sent, because the client sees for itself that the call cannot be right.
//   no-request: {}
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"

namespace jobrig::judge {

std::shared_ptr<const model::Check> parse_no_request(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "no-request", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("no-request", {.allows_silence = true}, [](const model::CaseRecord& record) -> model::Finding {
    std::vector<std::size_t> requests = requests_of(record);
    const std::string actual = count_in_words(requests.size(), "request");
    return {requests.empty(), "no requests", actual, "", std::move(requests)};
  });
}

}  // namespace jobrig::judge

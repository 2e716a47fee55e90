// no-credentials-elsewhere: requests to other paths than that of the first request (the target of a redirect) contain
// neither a signature nor a token.
//   no-credentials-elsewhere: {}
#include <string>
#include <string_view>
#include <vector>

#include "base/quote.h"
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/wire_request.h"

namespace jobrig::judge {
namespace {

model::Finding judge_no_credentials_elsewhere(const model::CaseRecord& record) {
  const std::string expected = "no credentials to another path";
  const std::vector<std::size_t> requests = requests_of(record);
  std::vector<std::string> home;
  std::size_t elsewhere = 0;
  for (const std::size_t index : requests) {
    const WireRequest request = read_wire_request(record.exchanges[index].request);
    const std::vector<std::string> path = path_segments(request.path);
    home = index == requests.front() ? path : home;
    elsewhere += path == home ? 0 : 1;
    for (const std::string_view name : {"Authorization", "X-Amz-Security-Token"}) {
      if (path != home && request.count_header(name) > 0) {
        return {false, expected, std::string(name) + " to " + base::quoted(request.path), "", {index}};
      }
    }
  }
  return {true, expected, count_in_words(elsewhere, "request") + " elsewhere"};
}

CheckPointer make_no_credentials_elsewhere(Settings& settings) {
  return make_plain_check(settings, judge_no_credentials_elsewhere);
}

}  // namespace

void declare_no_credentials_elsewhere(std::vector<CheckKind>& kinds) {
  kinds.push_back({"no-credentials-elsewhere", "the client sends no credentials to the target of a redirect",
                   "no-credentials-elsewhere: {}", make_no_credentials_elsewhere});
}

}  // namespace jobrig::judge

// no-handshake: the client connects but does not trust the server and sends no request. A client that never connects
// gets the verdict "not called".
//   no-handshake: {}
#include <string>

#include "judge/attempts.h"
#include "judge/make_check.h"

namespace jobrig::judge {
namespace {

model::Finding judge_no_handshake(const model::CaseRecord& record) {
  std::vector<std::size_t> requests = requests_of(record);
  std::string observed;
  for (const model::Exchange& exchange : record.exchanges) {
    observed = exchange.handshake.empty() ? observed : "the handshake ended: " + exchange.handshake;
  }
  const std::string actual = count_in_words(requests.size(), "request");
  return {requests.empty(), "no request over a connection that cannot be trusted", actual, observed,
          std::move(requests)};
}

CheckPointer make_no_handshake(Settings& settings) { return make_plain_check(settings, judge_no_handshake); }

}  // namespace

void declare_no_handshake(std::vector<CheckKind>& kinds) {
  kinds.push_back({"no-handshake", "the client sends no request over an untrusted connection", "no-handshake: {}",
                   make_no_handshake});
}

}  // namespace jobrig::judge

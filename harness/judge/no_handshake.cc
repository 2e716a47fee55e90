// no-handshake: the client connects but does not trust the server and sends no request. A client that never connects
// fails.
//   no-handshake: {}
#include <string>

#include "judge/make_check.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

model::Finding judge_no_handshake(const model::CaseRecord& record) {
  std::vector<std::size_t> requests = wire::requests_of(record);
  std::string observed;
  for (const model::Exchange& exchange : record.exchanges) {
    observed = exchange.handshake.empty() ? observed : "the handshake ended: " + exchange.handshake;
  }
  const bool connected = record.connections > 0 || !record.exchanges.empty();
  const std::string actual = connected ? count_in_words(requests.size(), "request") : "no connection";
  return {connected && requests.empty(), "a connection and no request over it, because it cannot be trusted", actual,
          observed, std::move(requests)};
}

CheckPointer make_no_handshake(Settings& settings) { return make_plain_check(settings, judge_no_handshake); }

}  // namespace

void declare_no_handshake(std::vector<CheckKind>& kinds) {
  kinds.push_back({"no-handshake", "the client sends no request over an untrusted connection", "no-handshake: {}",
                   make_no_handshake});
}

}  // namespace jobrig::judge

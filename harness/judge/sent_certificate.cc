// sent-certificate: the client presents its certificate on every connection. The case must request one (`tls:
// {client-certificate: ask}`). The exchanges contain the server's result.
//   sent-certificate: {}
#include <string>

#include "judge/make_check.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

model::Finding judge_sent_certificate(const model::CaseRecord& record) {
  const std::string expected = "a valid client certificate";
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    const model::Exchange& exchange = record.exchanges[i];
    if (!exchange.handshake.empty()) {
      return {false, expected, "the handshake ended: " + exchange.handshake, "", {i}};
    }
    // Ignores wrong signatures: another check covers them.
    if (exchange.decision.authentication.find("certificate") != std::string::npos) {
      return {false, expected, exchange.decision.authentication, "", {i}};
    }
  }
  const bool asked = !wire::requests_of(record).empty();
  return {asked, expected, asked ? "it is" : "no request"};
}

CheckPointer make_sent_certificate(Settings& settings) { return make_plain_check(settings, judge_sent_certificate); }

}  // namespace

void declare_sent_certificate(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"sent-certificate", "the client presents its certificate", "sent-certificate: {}", make_sent_certificate});
}

}  // namespace jobrig::judge

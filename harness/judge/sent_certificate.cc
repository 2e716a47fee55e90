// sent-certificate: the client shows the certificate that it was handed, on every connection. The case must ask for one
// (`tls: {client-certificate: ask}`); what the server found is in the exchanges.
//   sent-certificate: {}
#include <string>

#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"

namespace jobrig::judge {
namespace {

model::Finding judge(const model::CaseRecord& record) {
  const std::string expected = "a valid client certificate";
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    const model::Exchange& exchange = record.exchanges[i];
    if (!exchange.handshake.empty()) {
      return {false, expected, "the handshake ended: " + exchange.handshake, "", {i}};
    }
    // What is wrong with a signature is another check's.
    if (exchange.decision.authentication.find("certificate") != std::string::npos) {
      return {false, expected, exchange.decision.authentication, "", {i}};
    }
  }
  const bool asked = !requests_of(record).empty();
  return {asked, expected, asked ? "it is" : "no request"};
}

}  // namespace

std::shared_ptr<const model::Check> parse_sent_certificate(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "sent-certificate", "", diagnostics);
  return read.finish() ? make_check("sent-certificate", {}, judge) : nullptr;
}

}  // namespace jobrig::judge

// no-handshake: the client does not trust the server, so that no request comes over the connection it tried. That it
// tried is seen by the connection; a client that never connects is "not called".
//   no-handshake: {}
#include <string>

#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"

namespace jobrig::judge {
namespace {

model::Finding judge(const model::CaseRecord& record) {
  std::vector<std::size_t> requests = requests_of(record);
  std::string observed;
  for (const model::Exchange& exchange : record.exchanges) {
    observed = exchange.handshake.empty() ? observed : "the handshake ended: " + exchange.handshake;
  }
  const std::string actual = count_in_words(requests.size(), "request");
  return {requests.empty(), "no request over a connection that cannot be trusted", actual, observed,
          std::move(requests)};
}

}  // namespace

std::shared_ptr<const model::Check> parse_no_handshake(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "no-handshake", "", diagnostics);
  return read.finish() ? make_check("no-handshake", {}, judge) : nullptr;
}

}  // namespace jobrig::judge

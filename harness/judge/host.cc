#include "judge/host.h"

#include <string_view>

#include "base/ascii.h"
#include "base/quote.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

/// `http://127.0.0.1:4000` gives `127.0.0.1:4000`. A default port is left out.
std::string_view authority_of(std::string_view endpoint) {
  const std::size_t scheme = endpoint.find("://");
  const bool tls = endpoint.starts_with("https:");
  std::string_view authority = scheme == std::string_view::npos ? endpoint : endpoint.substr(scheme + 3);
  authority = authority.substr(0, authority.find('/'));
  const std::string_view port = tls ? ":443" : ":80";
  return authority.ends_with(port) ? authority.substr(0, authority.size() - port.size()) : authority;
}

}  // namespace

std::string wrong_host(const model::CaseRecord& record) {
  const std::string_view wanted = authority_of(record.endpoint);
  for (const model::Exchange& exchange : record.exchanges) {
    if (wanted.empty() || !wire::holds_request(exchange) || !exchange.refusal.empty()) {
      continue;
    }
    const wire::Request request = wire::read_request(exchange.request);
    const std::string_view host = authority_of(request.header("Host"));
    if (request.count_header("Host") > 0 && !base::equals_ignoring_case(host, wanted)) {
      return "sent the Host " + base::quoted(host) + " to " + std::string(wanted);
    }
  }
  return "";
}

}  // namespace jobrig::judge

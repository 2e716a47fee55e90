// no-credentials-elsewhere: requests to other paths than that of the first request, and all requests to `{elsewhere}`
// (targets of a redirect), contain neither a signature nor a token.
//   no-credentials-elsewhere: {}
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/quote.h"
#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

/// The first credential of the request, by name. Nothing when it has none.
std::optional<std::string> credential_in(const wire::Request& request) {
  for (const std::string_view name : {"Authorization", "X-Amz-Security-Token"}) {
    if (request.count_header(name) > 0) {
      return std::string(name);
    }
  }
  for (const auto& [name, value] : wire::query_parameters(request.query)) {
    for (const std::string_view known : {"X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Credential"}) {
      if (base::equals_ignoring_case(name, known)) {
        return std::string(known) + " in the query";
      }
    }
  }
  return std::nullopt;
}

model::Finding judge_no_credentials_elsewhere(const model::CaseRecord& record) {
  const std::string expected = "no credentials to another path or host";
  const std::vector<std::size_t> requests = wire::requests_of(record);
  std::vector<std::string> home;
  std::size_t elsewhere = 0;
  for (const std::size_t index : requests) {
    const wire::Request request = wire::read_request(record.exchanges[index].request);
    const std::vector<std::string> path = wire::path_segments(request.path);
    home = index == requests.front() ? path : home;
    elsewhere += path == home ? 0 : 1;
    const auto credential = path == home ? std::nullopt : credential_in(request);
    if (credential) {
      return {false, expected, *credential + " to " + base::quoted(request.path), "", {index}};
    }
  }
  for (const model::Exchange& exchange : record.elsewhere) {
    const wire::Request request = wire::read_request(exchange.request);
    elsewhere += wire::holds_request(exchange) ? 1 : 0;
    if (const auto credential = credential_in(request)) {
      return {false, expected, *credential + " to " + base::quoted(request.path) + " on another port"};
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

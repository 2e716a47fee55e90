#include "hosting/reachable_endpoint.h"

#include "base/host_port.h"
#include "base/quote.h"

namespace jobrig::hosting {

std::string reachable_endpoint(std::string_view endpoint, std::string_view authority) {
  constexpr std::string_view kAfterScheme = "://";
  const std::size_t scheme = endpoint.find(kAfterScheme);
  const std::size_t from = scheme == std::string_view::npos ? 0 : scheme + kAfterScheme.size();
  auto listens = base::parse_host_port(endpoint.substr(from));
  if (!listens || (listens->host != "0.0.0.0" && listens->host != "::")) {
    return std::string(endpoint);
  }
  const auto asked = base::is_authority(authority) ? base::parse_host_port(authority) : std::nullopt;
  if (asked && asked->host != "0.0.0.0" && asked->host != "::") {
    listens->host = asked->host;
  } else {
    listens->host = listens->host == "::" ? "::1" : "127.0.0.1";
  }
  return std::string(endpoint.substr(0, from)) + listens->text();
}

std::optional<std::string> public_url_problem(std::string_view url) {
  std::string_view rest = url;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (url.starts_with(scheme)) {
      rest = url.substr(scheme.size());
    }
  }
  const bool has_scheme = rest.size() < url.size();
  if (!has_scheme || !base::is_authority(rest.substr(0, rest.find('/'))) ||
      rest.find_first_of("?# \"<>\\^`{|}\t\r\n") != std::string_view::npos) {
    return base::quoted(url) + " is not an http or https URL without query; write https://jobs.example.com/mock";
  }
  return std::nullopt;
}

}  // namespace jobrig::hosting

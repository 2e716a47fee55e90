#include "commands/curl_line.h"

#include <string_view>

#include "http/signature.h"

namespace jobrig::commands {
namespace {

constexpr std::string_view kAnyThing = "thermostat-1";
constexpr std::string_view kAnyRegion = "us-east-1";

/// A word of a shell's command line.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.:_-%+,=@";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) {
    return text;
  }
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

std::string first_name(const model::Scenario& scenario) {
  if (scenario.things.empty()) {
    return std::string(kAnyThing);
  }
  const model::NamePattern& name = scenario.things.front().name;
  const bool ranges = name.kind == model::NamePattern::Kind::kRange;
  return ranges ? name.prefix + std::to_string(name.first) + name.suffix : name.prefix;
}

std::string signature_options(const model::SignatureSettings& signatures) {
  if (!signatures.check || signatures.credentials.empty()) {
    return "";
  }
  const model::Credential& credential = signatures.credentials.front();
  const std::string region = signatures.region.empty() ? std::string(kAnyRegion) : signatures.region;
  std::string options = " --aws-sigv4 " + shell_word("aws:amz:" + region + ":" + std::string(http::kSigningName)) +
                        " --user " + shell_word(credential.access_key + ":" + credential.secret);
  if (!credential.token.empty()) {
    options += " --header " + shell_word("X-Amz-Security-Token: " + credential.token);
  }
  return options;
}

}  // namespace

std::string curl_line(const CurlServer& server, const model::Scenario& scenario) {
  std::string line = "curl";
  if (!server.authority.empty()) {
    line += " --cacert " + shell_word(server.authority);
  } else if (server.endpoint.starts_with("https:")) {
    line += " --insecure";
  }
  return line + signature_options(scenario.signatures) + " " +
         shell_word(server.endpoint + "/things/" + first_name(scenario) + "/jobs");
}

}  // namespace jobrig::commands

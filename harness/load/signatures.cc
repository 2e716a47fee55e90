#include "load/signatures.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "load/execution_times.h"

namespace jobrig::load {
namespace {

/// Real access keys are letters and digits. Any character that does not end a Credential in the header is accepted.
bool can_be_access_key(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f && c != ','; });
}

/// The form of AWS regions: eu-west-1.
bool can_be_region(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return base::is_lower(c) || base::is_digit(c) || c == '-'; });
}

std::optional<std::string> read_secret(const base::Node& node, const std::string& key, base::Diagnostics& diagnostics) {
  auto secret = base::read_text(node, "a secret", diagnostics);
  if (secret && secret->empty()) {
    diagnostics.add(node.location, "the secret of " + base::quoted(key) + " is empty");
    secret.reset();
  }
  return secret;
}

/// The secret, or a map with the secret and the token of temporary credentials.
std::optional<model::Credential> read_credential(const base::Entry& entry, base::Diagnostics& diagnostics) {
  model::Credential credential{entry.key, {}};
  std::optional<std::string> secret;
  if (entry.value.is_map()) {
    base::Fields fields(entry.value, "a credential", diagnostics);
    const base::Node* const node = fields.node("secret");
    secret = node == nullptr ? std::nullopt : read_secret(*node, entry.key, diagnostics);
    if (node == nullptr) {
      diagnostics.add(entry.value.location, "the credential " + base::quoted(entry.key) + " needs a \"secret\"");
    }
    credential.token = fields.text("token").value_or("");
    credential.expires = read_time(fields, "expires", diagnostics);
    if (credential.expires && credential.token.empty()) {
      fields.report("expires", "\"expires\" needs a \"token\": only temporary credentials expire");
    }
    fields.finish();
  } else {
    secret = read_secret(entry.value, entry.key, diagnostics);
  }
  credential.secret = secret.value_or("");
  return secret ? std::optional(std::move(credential)) : std::nullopt;
}

void read_credentials(const base::Node& node, model::SignatureSettings& into, base::Diagnostics& diagnostics) {
  if (!node.is_map()) {
    diagnostics.add(node.location, "\"credentials\" must be a map of access keys to their secrets, not " +
                                       std::string(base::describe(node)));
    return;
  }
  for (const base::Entry& entry : node.entries) {
    if (!can_be_access_key(entry.key)) {
      diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be an access key");
    } else if (auto credential = read_credential(entry, diagnostics)) {
      into.credentials.push_back(std::move(*credential));
    }
  }
}

}  // namespace

model::SignatureSettings read_signatures(base::Fields& scenario, base::Diagnostics& diagnostics) {
  model::SignatureSettings settings;
  const auto word = scenario.word("signatures", {"ignore", "check"});
  settings.check = word && *word == "check";
  const base::Node* const credentials = scenario.node("credentials");
  if (credentials != nullptr) {
    read_credentials(*credentials, settings, diagnostics);
  }
  settings.region = scenario.text("region").value_or("");
  if (scenario.node("region") != nullptr && !settings.region.empty() && !can_be_region(settings.region)) {
    scenario.report("region",
                    "\"region\" must be the name of a region, like eu-west-1, not " + base::quoted(settings.region));
  }
  if (settings.check && (credentials == nullptr || (credentials->is_map() && credentials->entries.empty()))) {
    scenario.report("signatures", "\"signatures: check\" needs \"credentials\", a map of access keys to their secrets");
  }
  return settings;
}

}  // namespace jobrig::load

#include "load/signatures.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

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

void read_credentials(const base::Node& node, model::SignatureSettings& into, base::Diagnostics& diagnostics) {
  if (!node.is_map()) {
    diagnostics.add(node.location, "\"credentials\" must be a map of access keys to their secrets, not " +
                                       std::string(base::describe(node)));
    return;
  }
  for (const base::Entry& entry : node.entries) {
    const auto secret = base::read_text(entry.value, "a secret", diagnostics);
    if (!can_be_access_key(entry.key)) {
      diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be an access key");
    } else if (secret && secret->empty()) {
      diagnostics.add(entry.value.location, "the secret of " + base::quoted(entry.key) + " is empty");
    } else if (secret) {
      into.credentials.emplace_back(entry.key, *secret);
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

#include "load/tls.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "conditions/window.h"

namespace jobrig::load {
namespace {

template <typename Table>
auto read_word(base::Settings& settings, std::string_view key, std::string_view summary, const Table& table) {
  base::Setting setting{key, summary, "word", base::Need::kOptional, std::string(table.front().word)};
  for (const auto& row : table) {
    setting.words.push_back(row.word);
    setting.meanings.push_back(row.meaning);
  }
  settings.node(setting);
  const std::optional<std::string> word = settings.fields().word(key, setting.words);
  const auto row = std::find_if(table.begin(), table.end(), [&](const auto& one) { return word == one.word; });
  return row == table.end() ? table.front().value : row->value;
}

model::TlsStep read_step(base::Settings& settings, bool in_list) {
  constexpr std::int64_t kMaxConnections = 1'000'000'000;
  model::TlsStep step;
  step.settings.certificate =
      read_word(settings, "certificate", "the certificate of the server", model::kServerCertificates);
  step.settings.versions = read_word(settings, "versions", "the versions of TLS", model::kTlsVersions);
  step.settings.handshake = read_word(settings, "handshake", "the handshake", model::kHandshakes);
  step.settings.close_notify = settings.boolean(
      "close-notify", "false: connections end with FIN and without close_notify, like a truncated response", true);
  step.settings.client_certificate =
      read_word(settings, "client-certificate", "the certificate of the client", model::kClientCertificateDemands);
  if (in_list) {
    settings.node({"during", "in a list: a window of scenario time, as in `when`; default: always", "window"});
    step.during = conditions::read_window(settings.fields());
    step.times =
        settings.integer("times", "in a list: the number of connections; default: unlimited", 1, kMaxConnections)
            .value_or(0);
  }
  settings.finish();
  return step;
}

model::TlsStep read_step(const base::Node& node, bool in_list, base::Diagnostics& diagnostics) {
  base::Settings settings(node, in_list ? "an entry of \"tls\"" : "\"tls\"", "", diagnostics);
  return read_step(settings, in_list);
}

bool takes_every_connection(const model::TlsStep& step) { return !step.during && step.times == 0; }

}  // namespace

std::vector<model::TlsStep> read_tls(const base::Node& node, base::Diagnostics& diagnostics) {
  if (!node.is_list()) {
    return {read_step(node, false, diagnostics)};
  }
  std::vector<model::TlsStep> steps;
  for (const base::Node& item : node.items) {
    const std::size_t mistakes = diagnostics.list().size();
    if (!steps.empty() && takes_every_connection(steps.back())) {
      diagnostics.add(item.location,
                      "this entry is never used: the previous entry has neither \"times\" nor "
                      "\"during\" and applies to all connections");
    }
    steps.push_back(read_step(item, true, diagnostics));
    if (diagnostics.list().size() != mistakes) {
      steps.back().times = 1;  // an invalid value must not cause errors for later entries
    }
  }
  if (steps.empty()) {
    diagnostics.add(node.location, "\"tls\" is an empty list; omit it for valid TLS");
  }
  return steps;
}

base::SettingsDescription describe_tls(bool in_list) {
  base::SettingsDescription description;
  base::Settings settings(description);
  read_step(settings, in_list);
  return description;
}

}  // namespace jobrig::load

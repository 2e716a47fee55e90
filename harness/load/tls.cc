#include "load/tls.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "conditions/window.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxConnections = 1'000'000'000;

template <typename Value>
struct Word {
  std::string_view word;
  Value value;
};

constexpr std::array<Word<model::CertificateFlaw>, 6> kCertificates{{
    {"good", model::CertificateFlaw::kNone},
    {"expired", model::CertificateFlaw::kExpired},
    {"not-yet-valid", model::CertificateFlaw::kNotYetValid},
    {"wrong-host", model::CertificateFlaw::kWrongName},
    {"self-signed", model::CertificateFlaw::kSelfSigned},
    {"unknown-ca", model::CertificateFlaw::kUnknownAuthority},
}};

constexpr std::array<Word<model::TlsVersions>, 4> kVersions{{
    {"modern", model::TlsVersions::kModern},
    {"only-1.2", model::TlsVersions::kOnly12},
    {"only-1.3", model::TlsVersions::kOnly13},
    {"old", model::TlsVersions::kOld},
}};

constexpr std::array<Word<model::Handshake>, 3> kHandshakes{{
    {"ok", model::Handshake::kOk},
    {"stall", model::Handshake::kStall},
    {"cut", model::Handshake::kCut},
}};

constexpr std::array<Word<model::ClientCertificateDemand>, 3> kDemands{{
    {"ignore", model::ClientCertificateDemand::kIgnore},
    {"ask", model::ClientCertificateDemand::kAsk},
    {"require-in-handshake", model::ClientCertificateDemand::kRequireInHandshake},
}};

/// Keeps what `into` holds when the key is absent or wrong.
template <typename Table, typename Value>
void read_word(base::Fields& fields, std::string_view key, const Table& table, Value& into) {
  std::vector<std::string_view> words;
  words.reserve(table.size());
  for (const auto& row : table) {
    words.push_back(row.word);
  }
  const std::optional<std::string> word = fields.word(key, words);
  for (const auto& row : table) {
    if (word && row.word == *word) {
      into = row.value;
    }
  }
}

model::TlsStep read_step(const base::Node& node, bool in_list, base::Diagnostics& diagnostics) {
  base::Fields fields(node, in_list ? "an entry of \"tls\"" : "\"tls\"", diagnostics);
  model::TlsStep step;
  read_word(fields, "certificate", kCertificates, step.settings.certificate);
  read_word(fields, "versions", kVersions, step.settings.versions);
  read_word(fields, "handshake", kHandshakes, step.settings.handshake);
  step.settings.close_notify = fields.boolean("close-notify").value_or(true);
  read_word(fields, "client-certificate", kDemands, step.settings.client_certificate);
  if (in_list) {
    step.during = conditions::read_window(fields);
    step.times = fields.integer("times", 1, kMaxConnections).value_or(0);
  }
  fields.finish();
  return step;
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
      steps.back().times = 1;  // what could not be read says nothing about the entries behind it
    }
  }
  if (steps.empty()) {
    diagnostics.add(node.location, "\"tls\" is an empty list; omit it for valid TLS");
  }
  return steps;
}

}  // namespace jobrig::load

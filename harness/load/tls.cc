#include "load/tls.h"

#include "load/connection_list.h"

namespace jobrig::load {
namespace {

using model::CertificateChain;
using model::CertificateFlaw;

/// Only the CA of the server has an intermediate certificate.
void check_chain(base::Settings& settings, const model::TlsSettings& tls) {
  const bool foreign =
      tls.certificate == CertificateFlaw::kSelfSigned || tls.certificate == CertificateFlaw::kUnknownAuthority;
  if (foreign && tls.chain != CertificateChain::kDirect) {
    settings.report(
        "chain",
        "the CA does not sign this certificate, so no chain leads to the CA; omit \"chain\" or choose another "
        "\"certificate\"");
  }
}

model::TlsStep read_step(base::Settings& settings, bool in_list) {
  model::TlsStep step;
  step.settings.certificate =
      read_table_word(settings, "certificate", "the certificate of the server", model::kServerCertificates);
  step.settings.chain = read_table_word(settings, "chain", "the certificates that the server sends besides its own",
                                        model::kCertificateChains);
  step.settings.versions = read_table_word(settings, "versions", "the versions of TLS", model::kTlsVersions);
  step.settings.handshake = read_table_word(settings, "handshake", "the handshake", model::kHandshakes);
  step.settings.close_notify = settings.boolean(
      "close-notify", "false: connections end with FIN and without close_notify, like a truncated response", true);
  step.settings.client_certificate = read_table_word(settings, "client-certificate", "the certificate of the client",
                                                     model::kClientCertificateDemands);
  check_chain(settings, step.settings);
  read_use(settings, in_list, step);
  return step;
}

}  // namespace

std::vector<model::TlsStep> read_tls(const base::Node& node, base::Diagnostics& diagnostics) {
  return read_connection_list(node, "tls", "valid TLS", read_step, diagnostics);
}

base::SettingsDescription describe_tls(bool in_list) {
  base::SettingsDescription description;
  base::Settings settings(description);
  read_step(settings, in_list);
  return description;
}

}  // namespace jobrig::load

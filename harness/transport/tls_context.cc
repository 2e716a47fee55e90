#include "transport/tls_context.h"

#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "model/request.h"

namespace jobrig::transport {
namespace {

certificates::BioPointer reading(const std::string& text) {
  certificates::BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  certificates::require_openssl(bio != nullptr, "read PEM");
  return bio;
}

certificates::CertificatePointer certificate_of(const std::string& pem) {
  certificates::CertificatePointer certificate(PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
  certificates::require_openssl(certificate != nullptr, "read a certificate");
  return certificate;
}

void set_versions(SSL_CTX& context, model::TlsVersions versions) {
  int least = TLS1_2_VERSION;
  int most = TLS1_3_VERSION;
  switch (versions) {
    case model::TlsVersions::kModern:
      break;
    case model::TlsVersions::kOnly12:
      most = TLS1_2_VERSION;
      break;
    case model::TlsVersions::kOnly13:
      least = TLS1_3_VERSION;
      break;
    case model::TlsVersions::kOld:
      least = TLS1_VERSION;
      most = TLS1_1_VERSION;
      SSL_CTX_set_security_level(&context, 0);  // higher levels forbid the hash function of these versions
      break;
  }
  certificates::require_openssl(
      SSL_CTX_set_min_proto_version(&context, least) == 1 && SSL_CTX_set_max_proto_version(&context, most) == 1,
      "set versions");
}

/// Stores the first problem and continues.
int note_verdict(int good, X509_STORE_CTX* store) {
  if (good == 0) {
    auto* const ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* const shown = static_cast<model::ClientCertificate*>(SSL_get_app_data(ssl));
    if (shown->problem.empty()) {
      shown->problem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(store));
    }
  }
  return 1;
}

void set_demand(SSL_CTX& context, model::ClientCertificateDemand demand, const std::string& authority) {
  if (demand == model::ClientCertificateDemand::kIgnore) {
    return;
  }
  const certificates::CertificatePointer root = certificate_of(authority);
  certificates::require_openssl(X509_STORE_add_cert(SSL_CTX_get_cert_store(&context), root.get()) == 1,
                                "trust an authority");
  if (demand == model::ClientCertificateDemand::kAsk) {
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, note_verdict);
  } else {
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
}

/// HTTP/1.1 or MQTT, and the protocol names with which AWS IoT accepts client certificates on port 443 (AWS IoT
/// Developer Guide, "Device communication protocols"). A client that offers none of them is served too.
constexpr std::array<std::string_view, 2> kHttpNames{"http/1.1", "x-amzn-http-ca"};
constexpr std::array<std::string_view, 2> kMqttNames{"mqtt", "x-amzn-mqtt-ca"};

int select_protocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void* names) {
  const std::string_view list(reinterpret_cast<const char*>(offered), offered_size);  // NOLINT: bytes of the library
  for (std::size_t at = 0; at < list.size(); at += 1 + static_cast<unsigned char>(list[at])) {
    const std::string_view word = list.substr(at + 1, static_cast<unsigned char>(list[at]));
    const auto& accepted = *static_cast<const std::array<std::string_view, 2>*>(names);
    if (std::find(accepted.begin(), accepted.end(), word) != accepted.end()) {
      *chosen = offered + at + 1;
      *chosen_size = static_cast<unsigned char>(word.size());
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

certificates::SslContextPointer make_tls_context(const model::TlsSettings& settings,
                                                 const certificates::Identity& identity,
                                                 const std::string& client_authority, Application application) {
  certificates::SslContextPointer context(SSL_CTX_new(TLS_server_method()));
  certificates::require_openssl(context != nullptr, "make a context");
  set_versions(*context, settings.versions);
  SSL_CTX_set_options(
      context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  // One read fetches everything received, a waiting connection holds no buffers, and a write may be retried from
  // another address.
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const certificates::KeyPointer key(PEM_read_bio_PrivateKey(reading(identity.key).get(), nullptr, nullptr, nullptr));
  certificates::require_openssl(
      key != nullptr && SSL_CTX_use_certificate(context.get(), certificate_of(identity.certificate).get()) == 1 &&
          SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1,
      "use a certificate");
  for (const std::string& link : identity.chain) {
    certificates::require_openssl(SSL_CTX_add1_chain_cert(context.get(), certificate_of(link).get()) == 1,
                                  "use a chain");
  }
  set_demand(*context, settings.client_certificate, client_authority);
  const auto& names = application == Application::kMqtt ? kMqttNames : kHttpNames;
  SSL_CTX_set_alpn_select_cb(context.get(), select_protocol,
                             const_cast<std::array<std::string_view, 2>*>(&names));  // NOLINT: of the library
  return context;
}

}  // namespace jobrig::transport

#include "support/tls_client.h"

#include <openssl/pem.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include "certificates/openssl.h"
#include "support/hang_guard.h"

namespace jobrig::test {
namespace {

certificates::BioPointer reading(const std::string& text) {
  return certificates::BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

certificates::CertificatePointer certificate_of(const std::string& pem) {
  return certificates::CertificatePointer(PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
}

certificates::SslContextPointer context_for(const TlsClientOptions& options) {
  certificates::SslContextPointer context(SSL_CTX_new(TLS_client_method()));
  certificates::require_openssl(context != nullptr, "make a context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);  // as current clients do; Debian's default is lower
  if (options.only_12) {
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  }
  if (!options.authority.empty()) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate_of(options.authority).get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  }
  if (!options.device.certificate.empty()) {
    const certificates::KeyPointer key(
        PEM_read_bio_PrivateKey(reading(options.device.key).get(), nullptr, nullptr, nullptr));
    certificates::require_openssl(
        SSL_CTX_use_certificate(context.get(), certificate_of(options.device.certificate).get()) == 1 &&
            SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1,
        "use a certificate");
  }
  return context;
}

void set_deadline(int descriptor, std::chrono::milliseconds time) {
  const timeval limit{time.count() / 1000, (time.count() % 1000) * 1000};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

}  // namespace

struct TlsClient::Impl {
  certificates::SslContextPointer context;
  certificates::SslPointer ssl;
};

TlsClient::TlsClient(std::uint16_t port, const TlsClientOptions& options)
    : connection_(port), impl_(std::make_unique<Impl>()) {
  std::signal(SIGPIPE, SIG_IGN);  // because OpenSSL writes without MSG_NOSIGNAL
  impl_->context = context_for(options);
  impl_->ssl.reset(SSL_new(impl_->context.get()));
  SSL* const ssl = impl_->ssl.get();
  SSL_set_fd(ssl, connection_.descriptor());
  std::string host = options.host;  // SSL_set_tlsext_host_name is a macro with C casts
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
  std::string names;
  for (const std::string& name : options.protocols) {
    names += static_cast<char>(name.size());
    names += name;
  }
  SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(names.data()),  // NOLINT: bytes of the library
                      static_cast<unsigned>(names.size()));
  X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, options.host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(rules, options.host.c_str(), options.host.size());
  }
  ERR_clear_error();
  set_deadline(connection_.descriptor(), kHangGuard);
  if (const int result = SSL_connect(ssl); result != 1) {
    const int error = SSL_get_error(ssl, result);
    const long verdict = SSL_get_verify_result(ssl);  // NOLINT(google-runtime-int): the library's type
    if (error == SSL_ERROR_WANT_READ) {
      throw std::runtime_error("the server says nothing");
    }
    throw std::runtime_error(verdict != X509_V_OK ? X509_verify_cert_error_string(verdict)
                                                  : certificates::openssl_reason());
  }
}

TlsClient::~TlsClient() = default;

void TlsClient::send(std::string_view bytes) {
  std::size_t written = 0;
  if (SSL_write_ex(impl_->ssl.get(), bytes.data(), bytes.size(), &written) != 1 || written != bytes.size()) {
    throw std::runtime_error("cannot send: " + certificates::openssl_reason());
  }
}

void TlsClient::finish_sending() {
  SSL_shutdown(impl_->ssl.get());
  connection_.finish_sending();
}

void TlsClient::reset() { connection_.reset(); }

TlsClient::Event TlsClient::wait_for_more(std::chrono::milliseconds time, std::string& received) {
  set_deadline(connection_.descriptor(), std::max(time, std::chrono::milliseconds(1)));
  std::array<char, 65536> buffer{};
  std::size_t taken = 0;
  ERR_clear_error();
  errno = 0;
  SSL* const ssl = impl_->ssl.get();
  const int result = SSL_read_ex(ssl, buffer.data(), buffer.size(), &taken);
  if (result == 1) {
    received.append(buffer.data(), taken);
    return Event::kBytes;
  }
  const int error = SSL_get_error(ssl, result);
  if (error == SSL_ERROR_WANT_READ) {
    return Event::kTimeout;
  }
  if (error == SSL_ERROR_SYSCALL && errno == ECONNRESET) {
    return Event::kReset;
  }
  const bool bare_end =
      error == SSL_ERROR_SSL && ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  if (error == SSL_ERROR_ZERO_RETURN || bare_end) {
    return Event::kEnd;
  }
  throw std::runtime_error("cannot receive: " + certificates::openssl_reason());
}

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(impl_->ssl.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};  // NOLINT: bytes of the library
}

bool TlsClient::end_was_announced() const {
  return (static_cast<unsigned>(SSL_get_shutdown(impl_->ssl.get())) & SSL_RECEIVED_SHUTDOWN) != 0;
}

std::vector<std::string> TlsClient::chain() const {
  std::vector<std::string> names;
  const STACK_OF(X509)* const sent = SSL_get_peer_cert_chain(impl_->ssl.get());
  for (int i = 0; i < sk_X509_num(sent); ++i) {
    std::array<char, 200> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(sk_X509_value(sent, i)), NID_commonName, name.data(),
                              static_cast<int>(name.size()));
    names.emplace_back(name.data());
  }
  return names;
}

std::string TlsClient::version() const { return SSL_get_version(impl_->ssl.get()); }

std::string handshake_failure(std::uint16_t port, const TlsClientOptions& options) {
  try {
    const TlsClient client(port, options);
    return "";
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

}  // namespace jobrig::test

#include "clients/reference/connection.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <array>
#include <utility>

#include "clients/reference/socket.h"

namespace jobrig::reference {
namespace {

constexpr std::size_t kPiece = std::size_t{16} << 10U;

struct Freed {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};

class PlainConnection final : public Connection {
 public:
  PlainConnection(const Endpoint& endpoint, Moment deadline) : socket_(endpoint.host, endpoint.port, deadline) {}
  void send(std::string_view bytes, Moment deadline) override { socket_.send(bytes, deadline); }
  std::string receive(Moment deadline) override { return socket_.receive(deadline); }
  [[nodiscard]] bool idle() const override { return socket_.quiet(); }

 private:
  Socket socket_;
};

// Certificate errors that mutants ignore. All other errors end the handshake.

int overlook_times(int good, X509_STORE_CTX* store) {
  const int problem = X509_STORE_CTX_get_error(store);
  return problem == X509_V_ERR_CERT_HAS_EXPIRED || problem == X509_V_ERR_CERT_NOT_YET_VALID ? 1 : good;
}

int overlook_authority(int good, X509_STORE_CTX* store) {
  switch (X509_STORE_CTX_get_error(store)) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return 1;
    default:
      return good;
  }
}

class TlsConnection final : public Connection {
 public:
  TlsConnection(const Endpoint& endpoint, const TransportPolicy& policy, Moment deadline)
      : socket_(endpoint.host, endpoint.port, deadline), context_(SSL_CTX_new(TLS_client_method())) {
    set_up(endpoint, policy);
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), socket_.descriptor());
    SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             const_cast<char*>(endpoint.host.c_str()));  // NOLINT: signature of a C function that only reads it
    if (policy.verifies && policy.verifies_host) {
      SSL_set1_host(session_.get(), endpoint.host.c_str());
    }
    until_done([this] { return SSL_connect(session_.get()); }, "handshake", deadline);
  }
  ~TlsConnection() override { SSL_shutdown(session_.get()); }

  void send(std::string_view bytes, Moment deadline) override {
    until_done([&] { return SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())); }, "connection",
               deadline);
  }
  std::string receive(Moment deadline) override {
    std::array<char, kPiece> piece{};
    const int count = until_done([&] { return SSL_read(session_.get(), piece.data(), static_cast<int>(piece.size())); },
                                 "connection", deadline);
    return {piece.data(), static_cast<std::size_t>(count)};
  }
  [[nodiscard]] bool idle() const override {
    // TLS 1.3 session tickets may be unread in the socket; they are not data of the server.
    std::array<char, 1> byte{};
    const int count = SSL_peek(session_.get(), byte.data(), 1);
    const int why = SSL_get_error(session_.get(), count);
    ERR_clear_error();
    return why == SSL_ERROR_WANT_READ;
  }

 private:
  void set_up(const Endpoint& endpoint, const TransportPolicy& policy) {
    if (SSL_CTX_load_verify_locations(context_.get(), endpoint.authority.c_str(), nullptr) != 1) {
      throw Failure{"validation", "cannot read the authority " + endpoint.authority};
    }
    SSL_CTX_set_verify(context_.get(), policy.verifies ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                       !policy.verifies_times       ? overlook_times
                       : !policy.verifies_authority ? overlook_authority
                                                    : nullptr);
    const bool shows = policy.shows_certificate && !endpoint.certificate.empty();
    if (shows && (SSL_CTX_use_certificate_chain_file(context_.get(), endpoint.certificate.c_str()) != 1 ||
                  SSL_CTX_use_PrivateKey_file(context_.get(), endpoint.key.c_str(), SSL_FILETYPE_PEM) != 1)) {
      throw Failure{"validation", "cannot read the certificate " + endpoint.certificate};
    }
  }

  /// Returns the result of the step when it is complete; 0 at an announced end.
  template <typename Step>
  int until_done(Step step, const std::string& what, Moment deadline) {
    for (;;) {
      ERR_clear_error();
      const int result = step();
      switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_NONE:
          return result;
        case SSL_ERROR_ZERO_RETURN:
          return 0;
        case SSL_ERROR_WANT_READ:
          socket_.wait(POLLIN, deadline);
          break;
        case SSL_ERROR_WANT_WRITE:
          socket_.wait(POLLOUT, deadline);
          break;
        default:
          throw Failure{"transport", "the " + what + " broke: " + reason()};
      }
    }
  }
  [[nodiscard]] std::string reason() const {
    const long verdict = SSL_get_verify_result(session_.get());
    if (verdict != X509_V_OK) {
      return X509_verify_cert_error_string(verdict);
    }
    const char* const text = ERR_reason_error_string(ERR_get_error());
    return text == nullptr ? "closed" : text;
  }

  Socket socket_;
  std::unique_ptr<SSL_CTX, Freed> context_;
  std::unique_ptr<SSL, Freed> session_;
};

}  // namespace

std::unique_ptr<Connection> Connection::open(const Endpoint& endpoint, const TransportPolicy& policy, Moment deadline) {
  if (endpoint.tls) {
    return std::make_unique<TlsConnection>(endpoint, policy, deadline);
  }
  return std::make_unique<PlainConnection>(endpoint, deadline);
}

}  // namespace jobrig::reference

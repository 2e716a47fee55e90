#include "transport/tls_transport.h"

#include <openssl/sslerr.h>

#include <utility>

namespace jobrig::transport {
namespace {

/// The name of the client's alert or of our own error, for the journal.
std::string handshake_error() {
  const unsigned long code = ERR_peek_error();  // NOLINT(google-runtime-int): the library's type
  if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST) {
    ERR_clear_error();
    return "the client speaks plain HTTP";
  }
  return certificates::openssl_reason();
}

std::string text_of(const ASN1_STRING* string) {
  if (string == nullptr) {
    return {};
  }
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, string);
  if (size < 0) {
    return {};
  }
  std::string text(reinterpret_cast<const char*>(bytes),
                   static_cast<std::size_t>(size));  // NOLINT: bytes of the library
  OPENSSL_free(bytes);
  return text;
}

/// The common name of the subject and the DNS names.
std::vector<std::string> names_of(const X509& certificate) {
  std::vector<std::string> names;
  X509_NAME* const subject = X509_get_subject_name(&certificate);
  if (const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1); at >= 0) {
    names.push_back(text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  }
  const certificates::NamesPointer more(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(more.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(more.get(), i);
    if (name->type == GEN_DNS) {
      names.push_back(text_of(name->d.dNSName));
    }
  }
  return names;
}

/// Continues a handshake when the socket becomes writable; handshakes are otherwise driven by reads.
class ReadsOnceWritable final : public TransportUser {
 public:
  explicit ReadsOnceWritable(std::shared_ptr<TransportUser> user) : user_(std::move(user)) {}
  void on_readable() noexcept override { user_->on_readable(); }
  void on_writable() noexcept override { user_->on_readable(); }

 private:
  std::shared_ptr<TransportUser> user_;
};

}  // namespace

TlsTransport::TlsTransport(base::EventLoop& loop, base::Descriptor& descriptor, certificates::SslPointer ssl,
                           const model::TlsSettings& settings)
    : PlainTransport(loop, descriptor), ssl_(std::move(ssl)), settings_(settings) {
  SSL_set_app_data(ssl_.get(), &shown_);
  SSL_set_accept_state(ssl_.get());
}

Transfer TlsTransport::read(char* to, std::size_t size) {
  more_at_hand_ = false;
  if (handshake_ == HandshakeState::kFailed) {
    return PlainTransport::read(to, size);  // the bytes no longer matter
  }
  if (handshake_ != HandshakeState::kDone) {
    const Transfer shaken = shake_hands(to, size);
    if (handshake_ != HandshakeState::kDone) {
      return shaken;
    }
  }
  std::size_t taken = 0;
  while (taken < size) {
    std::size_t more = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(ssl_.get(), to + taken, size - taken, &more);
    if (result == 1) {
      taken += more;
      continue;
    }
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
      socket().note_emptied();
      break;
    }
    if (taken > 0) {
      more_at_hand_ = true;  // end of data: reported by the next read
      break;
    }
    return {error == SSL_ERROR_ZERO_RETURN ? Transfer::State::kEnd : Transfer::State::kFailed, 0};
  }
  if (taken == size) {
    more_at_hand_ = SSL_has_pending(ssl_.get()) == 1;
  }
  return {taken > 0 ? Transfer::State::kDone : Transfer::State::kWouldBlock, taken};
}

Transfer TlsTransport::write(std::string_view bytes) {
  std::size_t written = 0;
  ERR_clear_error();
  const int result = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
  if (result == 1) {
    return {Transfer::State::kDone, written};
  }
  const bool later = SSL_get_error(ssl_.get(), result) == SSL_ERROR_WANT_WRITE;
  return {later ? Transfer::State::kWouldBlock : Transfer::State::kFailed, 0};
}

void TlsTransport::wait_readable(std::shared_ptr<TransportUser> user) {
  if (more_at_hand_) {
    socket().call_soon(std::move(user));
  } else if (wants_write_) {
    socket().wait_writable(std::make_shared<ReadsOnceWritable>(std::move(user)));
  } else {
    PlainTransport::wait_readable(std::move(user));
  }
}

Transfer TlsTransport::shake_hands(char* scratch, std::size_t size) {
  if (settings_.handshake != model::Handshake::kOk) {
    return hold_up_or_cut(scratch, size);
  }
  wants_write_ = false;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) {
    handshake_ = HandshakeState::kDone;
    note_client_certificate();
    return {Transfer::State::kDone, 0};
  }
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_WRITE:
      wants_write_ = true;
      [[fallthrough]];
    case SSL_ERROR_WANT_READ:
      socket().note_emptied();
      return {Transfer::State::kWouldBlock, 0};
    case SSL_ERROR_SSL:
      return fail(handshake_error());
    default:
      return fail(BIO_number_read(SSL_get_rbio(ssl_.get())) == 0 ? "" : "the client closed the connection during it");
  }
}

/// The ClientHello is read and discarded.
Transfer TlsTransport::hold_up_or_cut(char* scratch, std::size_t size) {
  for (;;) {
    const Transfer transfer = PlainTransport::read(scratch, size);
    if (transfer.state != Transfer::State::kDone) {
      const bool silent = handshake_ == HandshakeState::kUnderWay && transfer.state != Transfer::State::kWouldBlock;
      return silent ? fail("") : transfer;
    }
    if (settings_.handshake == model::Handshake::kCut) {
      return fail("cut, as the scenario says");
    }
    handshake_ = HandshakeState::kHeldUp;
    problem_ = "stalled, as the scenario says";
  }
}

Transfer TlsTransport::fail(std::string problem) {
  handshake_ = HandshakeState::kFailed;
  problem_ = std::move(problem);
  return {Transfer::State::kFailed, 0};
}

void TlsTransport::note_client_certificate() {
  if (const X509* const certificate = SSL_get0_peer_certificate(ssl_.get()); certificate != nullptr) {
    shown_.shown = true;
    shown_.names = names_of(*certificate);
  }
}

const model::ClientCertificate* TlsTransport::client_certificate() const {
  return settings_.client_certificate == model::ClientCertificateDemand::kIgnore ? nullptr : &shown_;
}

/// Sends close_notify if the client's window has room for it.
void TlsTransport::say_goodbye() {
  if (handshake_ == HandshakeState::kDone && settings_.close_notify && !std::exchange(said_goodbye_, true)) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
}

void TlsTransport::shut_down_sending() {
  say_goodbye();
  PlainTransport::shut_down_sending();
}

void TlsTransport::shut_down_sending_silently() {
  said_goodbye_ = true;
  PlainTransport::shut_down_sending();
}

void TlsTransport::close(bool reset) noexcept {
  if (!reset && socket().is_open()) {
    say_goodbye();
  }
  PlainTransport::close(reset);
}

}  // namespace jobrig::transport

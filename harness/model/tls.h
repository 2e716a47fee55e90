// TLS in the words of scenarios: what is to be wrong with a certificate, and what a server does in a handshake. Plain
// data: no keys, no library.
#pragma once

#include <cstdint>

namespace jobrig::model {

/// What is wrong with a certificate, on purpose. The wrong name is another host's in a server's, another thing's in a
/// device's.
enum class CertificateFlaw : std::uint8_t {
  kNone,
  kExpired,
  kNotYetValid,
  kWrongName,
  kSelfSigned,
  kUnknownAuthority,
};

/// Which versions of the protocol a server speaks. The old ones (1.0 and 1.1: RFC 8996) are refused by today's clients.
enum class TlsVersions : std::uint8_t { kModern, kOnly12, kOnly13, kOld };

/// What a server does with a ClientHello.
enum class Handshake : std::uint8_t {
  kOk,
  kStall,  // says nothing until the client gives up
  kCut,    // closes the connection
};

/// Whether a client must show a certificate.
enum class ClientCertificateDemand : std::uint8_t {
  kIgnore,              // it is not asked
  kAsk,                 // a bad or missing one is answered: 400 CertificateValidationException
  kRequireInHandshake,  // a bad or missing one ends the handshake
};

/// How a server behaves below HTTP. Good by default.
struct TlsSettings {
  CertificateFlaw certificate = CertificateFlaw::kNone;
  TlsVersions versions = TlsVersions::kModern;
  Handshake handshake = Handshake::kOk;
  bool close_notify = true;  // false: connections end with a bare FIN, as in a truncation
  ClientCertificateDemand client_certificate = ClientCertificateDemand::kIgnore;

  friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};

}  // namespace jobrig::model

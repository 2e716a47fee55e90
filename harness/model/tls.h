// TLS words: the TLS settings of scenarios: flaws of certificates, and the behaviour of a server in the handshake. Each
// word has one row here; certificates/ and serve/ implement it. Plain data, without keys and without a TLS library.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace jobrig::model {

/// A value and its word in scenarios. The first row of each table is the default.
template <typename Value>
struct TlsWord {
  std::string_view word;
  Value value;
  std::string_view meaning;
};
template <typename Value>
TlsWord(const char*, Value, const char*) -> TlsWord<Value>;  // clang before 17 does not deduce this for aggregates

/// A deliberate flaw of a certificate. The wrong name is another host in the certificate of a server, and another thing
/// in the certificate of a device.
enum class CertificateFlaw : std::uint8_t {
  kNone,
  kExpired,
  kNotYetValid,
  kWrongName,
  kSelfSigned,
  kUnknownAuthority,
};
inline constexpr std::array kServerCertificates{
    TlsWord{"good", CertificateFlaw::kNone, "valid"},
    TlsWord{"expired", CertificateFlaw::kExpired, "expired yesterday"},
    TlsWord{"not-yet-valid", CertificateFlaw::kNotYetValid, "valid from tomorrow"},
    TlsWord{"wrong-host", CertificateFlaw::kWrongName, "for another host"},
    TlsWord{"self-signed", CertificateFlaw::kSelfSigned, "signed with its own key"},
    TlsWord{"unknown-ca", CertificateFlaw::kUnknownAuthority, "signed by an authority that clients do not know"},
};

/// The certificates that a server sends besides its own.
enum class CertificateChain : std::uint8_t { kDirect, kIntermediate, kNoIntermediate, kReversed };
inline constexpr std::array kCertificateChains{
    TlsWord{"direct", CertificateChain::kDirect, "none: the CA signs the certificate of the server itself"},
    TlsWord{"intermediate", CertificateChain::kIntermediate, "the intermediate one, which the CA signed: valid"},
    TlsWord{"no-intermediate", CertificateChain::kNoIntermediate,
            "none, although an intermediate one signed the certificate: clients cannot verify it"},
    TlsWord{"reversed", CertificateChain::kReversed, "the CA and then the intermediate one, in the wrong order"},
};

/// The TLS versions that a server accepts.
enum class TlsVersions : std::uint8_t { kModern, kOnly12, kOnly13, kOld };
inline constexpr std::array kTlsVersions{
    TlsWord{"modern", TlsVersions::kModern, "1.2 and 1.3"},
    TlsWord{"only-1.2", TlsVersions::kOnly12, "1.2"},
    TlsWord{"only-1.3", TlsVersions::kOnly13, "1.3"},
    TlsWord{"old", TlsVersions::kOld, "1.0 and 1.1, deprecated by RFC 8996: current clients reject them"},
};

/// The reaction of a server to a ClientHello.
enum class Handshake : std::uint8_t { kOk, kStall, kCut };
inline constexpr std::array kHandshakes{
    TlsWord{"ok", Handshake::kOk, "the server completes it"},
    TlsWord{"stall", Handshake::kStall, "the server sends nothing until the client gives up"},
    TlsWord{"cut", Handshake::kCut, "the server closes the connection"},
};

/// Whether a client must present a certificate.
enum class ClientCertificateDemand : std::uint8_t { kIgnore, kAsk, kRequireInHandshake };
inline constexpr std::array kClientCertificateDemands{
    TlsWord{"ignore", ClientCertificateDemand::kIgnore, "the server does not ask for one"},
    TlsWord{"ask", ClientCertificateDemand::kAsk,
            "a missing or invalid one, or one for another thing, gets 400 CertificateValidationException"},
    TlsWord{"require-in-handshake", ClientCertificateDemand::kRequireInHandshake,
            "a missing or invalid one fails the handshake"},
};

/// The behaviour of a server below HTTP. The defaults are valid TLS.
struct TlsSettings {
  CertificateFlaw certificate = CertificateFlaw::kNone;
  TlsVersions versions = TlsVersions::kModern;
  Handshake handshake = Handshake::kOk;
  bool close_notify = true;  // false: connections end with FIN only, as in a truncation attack
  ClientCertificateDemand client_certificate = ClientCertificateDemand::kIgnore;
  CertificateChain chain = CertificateChain::kDirect;

  friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};

}  // namespace jobrig::model

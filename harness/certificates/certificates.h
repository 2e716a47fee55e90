// Certificates: a temporary certificate authority that issues server and device certificates, either valid or with
// exactly one flaw. It uses P-256 keys, which take well under a millisecond to create. It writes no files (see
// certificates/folder.h) and reads no clock. For tests only: the keys protect nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/tls.h"

namespace jobrig::certificates {

/// A certificate and its private key, both in PEM.
struct Identity {
  std::string certificate;
  std::string key;
  std::vector<std::string> chain = {};  // further certificates to send, in this order; empty: the root is the issuer
};

/// The owner of a certificate.
struct CertificateSubject {
  enum class Role : std::uint8_t { kServer, kDevice };
  Role role = Role::kServer;
  /// The CN of the subject (omitted beyond 64 characters: RFC 5280, ub-common-name) and the first name in
  /// subjectAltName.
  std::string name;
  /// More names for subjectAltName. A name that is an IP address becomes an iPAddress entry.
  std::vector<std::string> more_names;
};

/// The lifetime of certificates from their creation. They become valid a day earlier, which allows for clients whose
/// clock is slow.
inline constexpr std::chrono::hours kCertificateLife{24 * 365};
inline constexpr std::chrono::hours kAuthorityLife{24 * 3650};

inline constexpr std::string_view kAuthorityName = "jobrig throw-away CA";

/// Owns the authority's key. Immutable. `issue` may be called from any thread. Functions throw std::runtime_error only
/// if OpenSSL has no memory or no entropy.
class CertificateAuthority {
 public:
  /// A new authority with a new key.
  static CertificateAuthority make(const std::string& name, base::Instant now);
  /// Loads an existing authority. The error says why the texts are unusable: not PEM, not an authority, a key of
  /// another certificate, or expired at `now`.
  static base::Result<CertificateAuthority> from(const Identity& identity, base::Instant now);

  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  /// A certificate with a new key. The flaw is the only thing wrong with it: an expired certificate has valid names and
  /// a valid issuer; one of an unknown authority is signed by an authority that is then discarded.
  [[nodiscard]] Identity issue(const CertificateSubject& subject, model::CertificateFlaw flaw, base::Instant now) const;

  /// The same, issued by an intermediate authority where the chain has one. A new intermediate authority each time.
  [[nodiscard]] Identity issue(const CertificateSubject& subject, model::CertificateFlaw flaw,
                               model::CertificateChain chain, base::Instant now) const;

  [[nodiscard]] const Identity& identity() const { return identity_; }

 private:
  struct Impl;
  static CertificateAuthority make(const std::string& name, const Impl* issuer, base::Instant now);
  CertificateAuthority(std::unique_ptr<Impl> inside, Identity identity);

  std::unique_ptr<Impl> impl_;
  Identity identity_;
};

/// The subject of a server at `localhost`, 127.0.0.1, ::1 and `host`, unless `host` is one of these.
CertificateSubject server_subject(const std::string& host = {});
/// The subject of a device: the name of the thing.
CertificateSubject device_subject(const std::string& thing);

}  // namespace jobrig::certificates

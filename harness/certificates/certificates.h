// Certificates: a throw-away certificate authority, and certificates of it for servers and devices, good ones and ones
// with exactly one thing wrong. P-256 keys: one takes well under a millisecond. It writes no files
// (certificates/folder.h does) and asks no clock. All of it is for tests: the keys protect nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/tls.h"

namespace jobrig::certificates {

/// A certificate and its private key, both PEM. A chain is not needed: the authority is the root itself.
struct Identity {
  std::string certificate;
  std::string key;
};

/// Whom a certificate is for.
struct CertificateSubject {
  enum class Role : std::uint8_t { kServer, kDevice };
  Role role = Role::kServer;
  /// Subject's CN (as far as its 64 characters reach: RFC 5280, ub-common-name) and first name of subjectAltName.
  std::string name;
  /// More names for subjectAltName; each is taken as an IP address when it is one.
  std::vector<std::string> more_names;
};

/// For how long certificates are good, from the moment they are made. They begin a day before, so that a client whose
/// clock is a little behind takes them too.
inline constexpr std::chrono::hours kCertificateLife{24 * 365};
inline constexpr std::chrono::hours kAuthorityLife{24 * 3650};

inline constexpr std::string_view kAuthorityName = "jobrig throw-away CA";

/// Holds the authority's key. Immutable; `issue` may be called from any thread. Functions throw std::runtime_error only
/// when OpenSSL has no memory or no entropy.
class CertificateAuthority {
 public:
  /// A new one with a key of its own.
  static CertificateAuthority make(const std::string& name, base::Instant now);
  /// One that was made before. The error says what is wrong with the two texts: no PEM, no authority, another's key,
  /// or over by `now`.
  static base::Result<CertificateAuthority> from(const Identity& identity, base::Instant now);

  CertificateAuthority(CertificateAuthority&&) noexcept;
  CertificateAuthority& operator=(CertificateAuthority&&) noexcept;
  ~CertificateAuthority();

  /// A certificate with a fresh key. The flaw is the only thing wrong with it: an expired one has the right names and
  /// the right issuer, one of an unknown authority is signed by one that is thrown away.
  [[nodiscard]] Identity issue(const CertificateSubject& subject, model::CertificateFlaw flaw, base::Instant now) const;

  [[nodiscard]] const Identity& identity() const { return identity_; }

 private:
  struct Impl;
  CertificateAuthority(std::unique_ptr<Impl> inside, Identity identity);

  std::unique_ptr<Impl> impl_;
  Identity identity_;
};

/// The subject of a server at `localhost`, 127.0.0.1, ::1 and, when it is not one of these, `host`.
CertificateSubject server_subject(const std::string& host = {});
/// The subject of a device: the thing's name.
CertificateSubject device_subject(const std::string& thing);

}  // namespace jobrig::certificates

#include "certificates/certificates.h"

#include <openssl/pem.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "certificates/openssl.h"

namespace jobrig::certificates {
namespace {

using std::chrono::hours;

constexpr hours kDay{24};
constexpr hours kMonth{24 * 30};
// RFC 5280, appendix A: ub-common-name.
constexpr std::size_t kMaxCommonName = 64;
// RFC 5280, 4.1.2.2: positive and at most 20 octets.
constexpr std::size_t kSerialSize = 16;

struct Lifetime {
  base::Instant from;
  base::Instant to;
};

Lifetime lifetime_of(model::CertificateFlaw flaw, base::Instant now) {
  switch (flaw) {
    case model::CertificateFlaw::kExpired:
      return {now - kMonth, now - kDay};
    case model::CertificateFlaw::kNotYetValid:
      return {now + kDay, now + kCertificateLife};
    default:
      return {now - kDay, now + kCertificateLife};
  }
}

std::time_t seconds_of(base::Instant instant) {
  return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count());
}

KeyPointer make_key() {
  KeyPointer key(EVP_EC_gen("P-256"));
  require_openssl(key != nullptr, "make a key");
  return key;
}

template <typename Write>
std::string to_pem(Write write) {
  const BioPointer bio(BIO_new(BIO_s_mem()));
  require_openssl(bio != nullptr && write(bio.get()) == 1, "write PEM");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Identity identity_of(X509& certificate, EVP_PKEY& key) {
  return {to_pem([&](BIO* bio) { return PEM_write_bio_X509(bio, &certificate); }),
          to_pem([&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, &key, nullptr, nullptr, 0, nullptr, nullptr); })};
}

void set_serial(X509& certificate) {
  std::array<unsigned char, kSerialSize> bytes{};
  require_openssl(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "draw random bytes");
  bytes.front() &= 0x7f;  // positive
  const std::unique_ptr<BIGNUM, Freeing<BN_free>> number(
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  require_openssl(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr, "set a serial");
}

void set_common_name(X509& certificate, const std::string& name) {
  if (name.size() <= kMaxCommonName) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(name.data());  // NOLINT: the library's bytes
    require_openssl(X509_NAME_add_entry_by_txt(X509_get_subject_name(&certificate), "CN", MBSTRING_UTF8, bytes,
                                               static_cast<int>(name.size()), -1, 0) == 1,
                    "set a name");
  }
}

void set_lifetime(X509& certificate, const Lifetime& lifetime) {
  require_openssl(ASN1_TIME_set(X509_getm_notBefore(&certificate), seconds_of(lifetime.from)) != nullptr &&
                      ASN1_TIME_set(X509_getm_notAfter(&certificate), seconds_of(lifetime.to)) != nullptr,
                  "set a time");
}

/// `value` has the syntax of OpenSSL configuration files. Pass only constant texts, never an external name.
void add_extension(X509& certificate, X509& issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freeing<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  require_openssl(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1, "add an extension");
}

GENERAL_NAME* general_name(const std::string& name) {
  GENERAL_NAME* made = GENERAL_NAME_new();
  require_openssl(made != nullptr, "make a name");
  if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(name.c_str()); address != nullptr) {
    GENERAL_NAME_set0_value(made, GEN_IPADD, address);
    return made;
  }
  ERR_clear_error();  // the text is not an IP address
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  require_openssl(text != nullptr && ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) == 1,
                  "make a name");
  GENERAL_NAME_set0_value(made, GEN_DNS, text);
  return made;
}

void add_names(X509& certificate, const CertificateSubject& subject) {
  const NamesPointer names(sk_GENERAL_NAME_new_null());
  sk_GENERAL_NAME_push(names.get(), general_name(subject.name));
  for (const std::string& name : subject.more_names) {
    sk_GENERAL_NAME_push(names.get(), general_name(name));
  }
  const int critical =
      subject.name.size() > kMaxCommonName ? 1 : 0;  // critical when the subject is empty: RFC 5280, 4.1.2.6
  require_openssl(X509_add1_ext_i2d(&certificate, NID_subject_alt_name, names.get(), critical, 0) == 1, "add names");
}

CertificatePointer blank_certificate(EVP_PKEY& key, const std::string& name, const Lifetime& lifetime) {
  CertificatePointer certificate(X509_new());
  require_openssl(certificate != nullptr, "make a certificate");
  require_openssl(
      X509_set_version(certificate.get(), X509_VERSION_3) == 1 && X509_set_pubkey(certificate.get(), &key) == 1,
      "fill a certificate");
  set_serial(*certificate);
  set_common_name(*certificate, name);
  set_lifetime(*certificate, lifetime);
  return certificate;
}

void sign(X509& certificate, EVP_PKEY& key) {
  require_openssl(X509_sign(&certificate, &key, EVP_sha256()) > 0, "sign a certificate");
}

CertificateSubject with_wrong_name(const CertificateSubject& subject) {
  const bool server = subject.role == CertificateSubject::Role::kServer;
  return {subject.role, server ? "wrong-host.invalid" : "not-" + subject.name.substr(0, 124), {}};
}

template <typename Read>
auto read_pem(const std::string& text, Read read) {
  const BioPointer bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  require_openssl(bio != nullptr, "read PEM");
  auto* object = read(bio.get());
  ERR_clear_error();
  return object;
}

}  // namespace

struct CertificateAuthority::Impl {
  KeyPointer key;
  CertificatePointer certificate;
};

CertificateAuthority::CertificateAuthority(std::unique_ptr<Impl> inside, Identity identity)
    : impl_(std::move(inside)), identity_(std::move(identity)) {}
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;
CertificateAuthority& CertificateAuthority::operator=(CertificateAuthority&&) noexcept = default;
CertificateAuthority::~CertificateAuthority() = default;

CertificateAuthority CertificateAuthority::make(const std::string& name, base::Instant now) {
  return make(name, nullptr, now);
}

/// Without an issuer, the authority is a root.
CertificateAuthority CertificateAuthority::make(const std::string& name, const Impl* issuer, base::Instant now) {
  auto inside = std::make_unique<Impl>();
  inside->key = make_key();
  // Valid since before the expired certificates, whose own dates must be their only flaw.
  inside->certificate = blank_certificate(*inside->key, name, {now - 2 * kMonth, now + kAuthorityLife});
  X509& certificate = *inside->certificate;
  X509& signer = issuer == nullptr ? certificate : *issuer->certificate;
  X509_set_issuer_name(&certificate, X509_get_subject_name(&signer));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  if (issuer != nullptr) {
    add_extension(certificate, signer, NID_authority_key_identifier, "keyid:always");
  }
  sign(certificate, issuer == nullptr ? *inside->key : *issuer->key);
  Identity identity = identity_of(certificate, *inside->key);
  return {std::move(inside), std::move(identity)};
}

base::Result<CertificateAuthority> CertificateAuthority::from(const Identity& identity, base::Instant now) {
  auto inside = std::make_unique<Impl>();
  inside->certificate.reset(
      read_pem(identity.certificate, [](BIO* bio) { return PEM_read_bio_X509(bio, nullptr, nullptr, nullptr); }));
  // The empty password makes OpenSSL reject an encrypted key instead of asking for a password.
  inside->key.reset(read_pem(identity.key, [](BIO* bio) {
    return PEM_read_bio_PrivateKey(bio, nullptr, nullptr, const_cast<char*>(""));  // NOLINT: the library only reads it
  }));
  if (inside->certificate == nullptr) {
    return base::Error{"the certificate is not PEM"};
  }
  if (inside->key == nullptr) {
    return base::Error{"the key is not PEM, or has a password"};
  }
  X509& certificate = *inside->certificate;
  if (X509_check_ca(&certificate) != 1) {
    return base::Error{"the certificate is not a CA certificate"};
  }
  if (X509_check_private_key(&certificate, inside->key.get()) != 1) {
    ERR_clear_error();
    return base::Error{"the key does not belong to the certificate"};
  }
  if (ASN1_TIME_cmp_time_t(X509_get0_notAfter(&certificate), seconds_of(now)) <= 0) {
    return base::Error{"the certificate authority has expired"};
  }
  return CertificateAuthority(std::move(inside), identity);
}

Identity CertificateAuthority::issue(const CertificateSubject& subject, model::CertificateFlaw flaw,
                                     base::Instant now) const {
  if (flaw == model::CertificateFlaw::kUnknownAuthority) {
    return make("jobrig: an unknown authority", now).issue(subject, model::CertificateFlaw::kNone, now);
  }
  if (flaw == model::CertificateFlaw::kWrongName) {
    return issue(with_wrong_name(subject), model::CertificateFlaw::kNone, now);
  }
  const bool self_signed = flaw == model::CertificateFlaw::kSelfSigned;
  const KeyPointer key = make_key();
  const CertificatePointer certificate = blank_certificate(*key, subject.name, lifetime_of(flaw, now));
  X509& issuer = self_signed ? *certificate : *impl_->certificate;
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(&issuer));
  add_extension(*certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(*certificate, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(*certificate, issuer, NID_ext_key_usage,
                subject.role == CertificateSubject::Role::kServer ? "serverAuth" : "clientAuth");
  add_extension(*certificate, issuer, NID_subject_key_identifier, "hash");
  if (!self_signed) {
    add_extension(*certificate, issuer, NID_authority_key_identifier, "keyid:always");
  }
  add_names(*certificate, subject);
  sign(*certificate, self_signed ? *key : *impl_->key);
  return identity_of(*certificate, *key);
}

Identity CertificateAuthority::issue(const CertificateSubject& subject, model::CertificateFlaw flaw,
                                     model::CertificateChain chain, base::Instant now) const {
  if (chain == model::CertificateChain::kDirect) {
    return issue(subject, flaw, now);
  }
  const CertificateAuthority intermediate = make("jobrig: an intermediate authority", impl_.get(), now);
  Identity identity = intermediate.issue(subject, flaw, now);
  if (chain == model::CertificateChain::kIntermediate) {
    identity.chain = {intermediate.identity().certificate};
  } else if (chain == model::CertificateChain::kReversed) {
    identity.chain = {identity_.certificate, intermediate.identity().certificate};
  }
  return identity;
}

CertificateSubject server_subject(const std::string& host) {
  CertificateSubject subject{CertificateSubject::Role::kServer, "localhost", {"127.0.0.1", "::1"}};
  const auto& more = subject.more_names;
  if (!host.empty() && host != subject.name && std::find(more.begin(), more.end(), host) == more.end()) {
    subject.more_names.push_back(host);
  }
  return subject;
}

CertificateSubject device_subject(const std::string& thing) { return {CertificateSubject::Role::kDevice, thing, {}}; }

}  // namespace jobrig::certificates

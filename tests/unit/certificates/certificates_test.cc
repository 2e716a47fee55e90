// Certificates, verified by OpenSSL in the role of a client or a server.
#include "certificates/certificates.h"

#include <openssl/pem.h>

#include <set>
#include <string>

#include "base/units.h"
#include "certificates/openssl.h"
#include "support/catch.h"

using namespace jobrig;
using certificates::CertificateAuthority;
using certificates::CertificatePointer;
using model::CertificateFlaw;

namespace {

using StorePointer = std::unique_ptr<X509_STORE, certificates::Freeing<X509_STORE_free>>;
using StoreContextPointer = std::unique_ptr<X509_STORE_CTX, certificates::Freeing<X509_STORE_CTX_free>>;

const base::Instant kNow = *base::parse_instant("2026-03-01T12:00:00Z");

CertificatePointer parse(const std::string& pem) {
  const certificates::BioPointer bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  CertificatePointer certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  REQUIRE(certificate != nullptr);
  return certificate;
}

certificates::KeyPointer parse_key(const std::string& pem) {
  const certificates::BioPointer bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  certificates::KeyPointer key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  REQUIRE(key != nullptr);
  return key;
}

/// The verification result at `now` of a peer that trusts the authority: X509_V_OK or an error code.
int verdict(const CertificateAuthority& authority, const std::string& pem, const std::string& host,
            base::Instant now = kNow, int purpose = X509_PURPOSE_SSL_SERVER) {
  const CertificatePointer root = parse(authority.identity().certificate);
  const CertificatePointer leaf = parse(pem);
  const StorePointer store(X509_STORE_new());
  REQUIRE(X509_STORE_add_cert(store.get(), root.get()) == 1);
  const StoreContextPointer context(X509_STORE_CTX_new());
  REQUIRE(X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr) == 1);
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_STORE_CTX_set_purpose(context.get(), purpose);
  X509_VERIFY_PARAM_set_time(rules, std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
  if (!host.empty() && X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) != 1) {
    REQUIRE(X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size()) == 1);
  }
  const bool good = X509_verify_cert(context.get()) == 1;
  const int error = X509_STORE_CTX_get_error(context.get());
  CHECK(good == (error == X509_V_OK));
  ERR_clear_error();
  return error;
}

std::string common_name(const X509& certificate) {
  std::string name(300, '\0');
  const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, name.data(), 300);
  return size < 0 ? "" : name.substr(0, static_cast<std::size_t>(size));
}

}  // namespace

TEST_CASE("a good server certificate is valid at every name of the loopback", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  const certificates::Identity identity = authority.issue(certificates::server_subject(), CertificateFlaw::kNone, kNow);
  for (const std::string host : {"localhost", "127.0.0.1", "::1"}) {
    CAPTURE(host);
    CHECK(verdict(authority, identity.certificate, host) == X509_V_OK);
  }
  CHECK(verdict(authority, identity.certificate, "example.com") == X509_V_ERR_HOSTNAME_MISMATCH);
  CHECK(verdict(authority, identity.certificate, "127.0.0.2") == X509_V_ERR_IP_ADDRESS_MISMATCH);
}

TEST_CASE("a server certificate takes the host that it listens at", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  for (const std::string host : {"mock.test", "192.0.2.7", "2001:db8::7"}) {
    CAPTURE(host);
    const certificates::Identity identity =
        authority.issue(certificates::server_subject(host), CertificateFlaw::kNone, kNow);
    CHECK(verdict(authority, identity.certificate, host) == X509_V_OK);
    CHECK(verdict(authority, identity.certificate, "localhost") == X509_V_OK);
  }
}

TEST_CASE("a bad server certificate has exactly its one flaw", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  const auto issue = [&](CertificateFlaw flaw) {
    return authority.issue(certificates::server_subject(), flaw, kNow).certificate;
  };
  using std::chrono::hours;

  const std::string expired = issue(CertificateFlaw::kExpired);
  CHECK(verdict(authority, expired, "localhost") == X509_V_ERR_CERT_HAS_EXPIRED);
  CHECK(verdict(authority, expired, "localhost", kNow - hours(48)) == X509_V_OK);

  const std::string not_yet_valid = issue(CertificateFlaw::kNotYetValid);
  CHECK(verdict(authority, not_yet_valid, "localhost") == X509_V_ERR_CERT_NOT_YET_VALID);
  CHECK(verdict(authority, not_yet_valid, "localhost", kNow + hours(48)) == X509_V_OK);

  const std::string wrong_name = issue(CertificateFlaw::kWrongName);
  CHECK(verdict(authority, wrong_name, "localhost") == X509_V_ERR_HOSTNAME_MISMATCH);
  CHECK(verdict(authority, wrong_name, "127.0.0.1") == X509_V_ERR_IP_ADDRESS_MISMATCH);
  CHECK(verdict(authority, wrong_name, "") == X509_V_OK);

  CHECK(verdict(authority, issue(CertificateFlaw::kSelfSigned), "localhost") == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
  CHECK(verdict(authority, issue(CertificateFlaw::kUnknownAuthority), "localhost") ==
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

TEST_CASE("a device certificate is for clients only and names its thing", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  const auto issue = [&](CertificateFlaw flaw) {
    return authority.issue(certificates::device_subject("thermostat-1"), flaw, kNow).certificate;
  };
  const std::string good = issue(CertificateFlaw::kNone);
  CHECK(verdict(authority, good, "", kNow, X509_PURPOSE_SSL_CLIENT) == X509_V_OK);
  CHECK(verdict(authority, good, "", kNow, X509_PURPOSE_SSL_SERVER) == X509_V_ERR_INVALID_PURPOSE);
  CHECK(common_name(*parse(good)) == "thermostat-1");
  CHECK(verdict(authority, issue(CertificateFlaw::kExpired), "", kNow, X509_PURPOSE_SSL_CLIENT) ==
        X509_V_ERR_CERT_HAS_EXPIRED);
  CHECK(verdict(authority, issue(CertificateFlaw::kUnknownAuthority), "", kNow, X509_PURPOSE_SSL_CLIENT) ==
        X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  const std::string wrong_thing = issue(CertificateFlaw::kWrongName);
  CHECK(verdict(authority, wrong_thing, "", kNow, X509_PURPOSE_SSL_CLIENT) == X509_V_OK);
  CHECK(common_name(*parse(wrong_thing)) == "not-thermostat-1");
}

TEST_CASE("the longest thing name has a certificate without a common name", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  const std::string thing(128, 'x');
  const certificates::Identity identity =
      authority.issue(certificates::device_subject(thing), CertificateFlaw::kNone, kNow);
  CHECK(verdict(authority, identity.certificate, "", kNow, X509_PURPOSE_SSL_CLIENT) == X509_V_OK);
  CHECK(common_name(*parse(identity.certificate)).empty());
  const CertificatePointer certificate = parse(identity.certificate);
  const certificates::NamesPointer names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
  REQUIRE(sk_GENERAL_NAME_num(names.get()) == 1);
  CHECK(ASN1_STRING_length(sk_GENERAL_NAME_value(names.get(), 0)->d.dNSName) == 128);
}

TEST_CASE("every certificate has a key and a serial of its own", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  std::set<std::string> keys;
  for (int i = 0; i < 20; ++i) {
    const certificates::Identity identity =
        authority.issue(certificates::server_subject(), CertificateFlaw::kNone, kNow);
    CHECK(X509_check_private_key(parse(identity.certificate).get(), parse_key(identity.key).get()) == 1);
    keys.insert(identity.key);
  }
  CHECK(keys.size() == 20);
}

TEST_CASE("an authority is read back from its two texts and issues as before", "[serve][certificates]") {
  const CertificateAuthority made = CertificateAuthority::make("test CA", kNow);
  const auto read = CertificateAuthority::from(made.identity(), kNow);
  REQUIRE(read.ok());
  const certificates::Identity identity = read->issue(certificates::server_subject(), CertificateFlaw::kNone, kNow);
  CHECK(verdict(made, identity.certificate, "localhost") == X509_V_OK);
}

TEST_CASE("texts that are not a CA are refused with the reason", "[serve][certificates]") {
  const CertificateAuthority authority = CertificateAuthority::make("test CA", kNow);
  const certificates::Identity own = authority.identity();
  const certificates::Identity leaf = authority.issue(certificates::server_subject(), CertificateFlaw::kNone, kNow);
  const auto problem = [](const certificates::Identity& identity, base::Instant now = kNow) {
    const auto read = CertificateAuthority::from(identity, now);
    REQUIRE_FALSE(read.ok());
    return read.error().message;
  };
  CHECK(problem({"hello", own.key}) == "the certificate is not PEM");
  CHECK(problem({own.certificate, ""}) == "the key is not PEM, or has a password");
  CHECK(problem({leaf.certificate, leaf.key}) == "the certificate is not a CA certificate");
  CHECK(problem({own.certificate, leaf.key}) == "the key does not belong to the certificate");
  CHECK(problem(own, kNow + certificates::kAuthorityLife) == "the certificate authority has expired");
}

// OpenSSL: RAII owners for its objects, and its errors as text. It contains no logic. Only .cc files include it, and
// headers that only such files include.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jobrig::certificates {

template <auto kFree>
struct Freeing {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using BioPointer = std::unique_ptr<BIO, Freeing<BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Freeing<X509_free>>;
using NamesPointer = std::unique_ptr<GENERAL_NAMES, Freeing<GENERAL_NAMES_free>>;
using SslContextPointer = std::unique_ptr<SSL_CTX, Freeing<SSL_CTX_free>>;
using SslPointer = std::unique_ptr<SSL, Freeing<SSL_free>>;

/// The reason of the newest error in this thread's queue, or "no reason given". Clears the queue.
inline std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();  // NOLINT(google-runtime-int): the library's type
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  std::string text = reason == nullptr ? "no reason given" : reason;
  ERR_clear_error();
  return text;
}

/// For calls that fail only without memory or entropy, or because of a bug: throws std::runtime_error.
inline void require_openssl(bool done, std::string_view what) {
  if (!done) {
    throw std::runtime_error("OpenSSL cannot " + std::string(what) + ": " + openssl_reason());
  }
}

}  // namespace jobrig::certificates

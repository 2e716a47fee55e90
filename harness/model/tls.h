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

}  // namespace jobrig::model

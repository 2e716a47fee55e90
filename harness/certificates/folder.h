// Certificate folder: stores the temporary authority and the device certificates, which `jobrig serve`, `jobrig certs`
// and clients share. It creates no certificates (see certificates/certificates.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "certificates/certificates.h"

namespace jobrig::certificates {

inline constexpr std::string_view kAuthorityFile = "ca.pem";
inline constexpr std::string_view kAuthorityKeyFile = "ca.key";

/// The authority in `folder`, or a new one that is written there (`ca.pem`, `ca.key`). Creates the folder if it is
/// missing (mode 700). Files are written atomically with mode 600. The error names the file and its problem. An
/// existing authority is never overwritten.
base::Result<CertificateAuthority> open_certificate_folder(const std::filesystem::path& folder, base::Instant now);

/// One kind of device certificate.
struct DeviceCertificateKind {
  std::string_view word;  // the name of its files: expired
  model::CertificateFlaw flaw;
  std::string_view meaning;  // half a sentence
};
const std::vector<DeviceCertificateKind>& device_certificate_kinds();

/// Writes `folder/THING/KIND.pem` and `KIND.key` for each kind and returns the paths of the certificates, in the order
/// of the kinds. Replaces existing files. Each thing has its own folder, which prevents name collisions.
base::Result<std::vector<std::filesystem::path>> write_device_certificates(const CertificateAuthority& authority,
                                                                           const std::filesystem::path& folder,
                                                                           const std::string& thing, base::Instant now);

}  // namespace jobrig::certificates

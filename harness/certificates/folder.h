// Certificate folder: where the throw-away authority and the certificates of devices lie, so that `jobrig serve` and
// `jobrig certs` share them and clients find them. It makes no certificates (certificates/certificates.h does).
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

/// The authority that lies in `folder`, or a new one, written there (`ca.pem`, `ca.key`). The folder is made when it is
/// missing (mode 700). Every file is written whole or not at all, with mode 600. The error names the file and what is
/// wrong with it; what is there is never overwritten.
base::Result<CertificateAuthority> open_certificate_folder(const std::filesystem::path& folder, base::Instant now);

/// One kind of device certificate.
struct DeviceCertificateKind {
  std::string_view word;  // how its files are called: expired
  model::CertificateFlaw flaw;
  std::string_view meaning;  // in half a sentence
};
const std::vector<DeviceCertificateKind>& device_certificate_kinds();

/// Writes `folder/THING/KIND.pem` and `KIND.key` for each kind and returns the certificates' paths, in the kinds'
/// order. Files that are there are replaced. A thing has a folder of its own, so that no name can stand for another
/// file.
base::Result<std::vector<std::filesystem::path>> write_device_certificates(const CertificateAuthority& authority,
                                                                           const std::filesystem::path& folder,
                                                                           const std::string& thing, base::Instant now);

}  // namespace jobrig::certificates

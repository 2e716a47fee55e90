#include "certificates/folder.h"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <system_error>

#include "base/output_file.h"

namespace jobrig::certificates {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kPrivate = 0600;
constexpr ::mode_t kPrivateFolder = 0700;

std::optional<std::string> content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::optional<base::Error> make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) {
    return std::nullopt;
  }
  if (folder.has_parent_path()) {
    fs::create_directories(folder.parent_path(), error);
  }
  if (::mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) {
    return base::Error{"cannot make the folder " + folder.string() + ": " + std::generic_category().message(errno)};
  }
  if (!fs::is_directory(folder, error)) {
    return base::Error{folder.string() + " is not a folder"};
  }
  return std::nullopt;
}

/// Writes the key first: if the certificate exists, its key exists too.
std::optional<base::Error> write_identity(const fs::path& certificate, const fs::path& key, const Identity& identity) {
  if (auto error = base::write_output(key, identity.key, kPrivate)) {
    return error;
  }
  return base::write_output(certificate, identity.certificate, kPrivate);
}

}  // namespace

base::Result<CertificateAuthority> open_certificate_folder(const fs::path& folder, base::Instant now) {
  if (auto error = make_folder(folder)) {
    return *error;
  }
  const fs::path certificate_path = folder / kAuthorityFile;
  const fs::path key_path = folder / kAuthorityKeyFile;
  std::error_code ignored;
  const bool there = fs::exists(fs::symlink_status(certificate_path, ignored));
  if (!there && !fs::exists(fs::symlink_status(key_path, ignored))) {
    CertificateAuthority made = CertificateAuthority::make(std::string(kAuthorityName), now);
    if (auto error = write_identity(certificate_path, key_path, made.identity())) {
      return *error;
    }
    return made;
  }
  const std::optional<std::string> certificate = content(certificate_path);
  const std::optional<std::string> key = content(key_path);
  if (!certificate || !key) {
    return base::Error{"cannot read " + (certificate ? key_path : certificate_path).string() + ", which belongs to " +
                       (certificate ? certificate_path : key_path).string() + "; remove both to create a new CA"};
  }
  base::Result<CertificateAuthority> read = CertificateAuthority::from({*certificate, *key}, now);
  if (!read) {
    return base::Error{certificate_path.string() + ", " + key_path.string() + ": " + read.error().message +
                       "; remove both to create a new CA"};
  }
  return read;
}

const std::vector<DeviceCertificateKind>& device_certificate_kinds() {
  using Flaw = model::CertificateFlaw;
  static const std::vector<DeviceCertificateKind> kKinds = {
      {"good", Flaw::kNone, "valid"},
      {"expired", Flaw::kExpired, "expired yesterday"},
      {"unknown-ca", Flaw::kUnknownAuthority, "from a CA that the server does not trust"},
      {"wrong-thing", Flaw::kWrongName, "valid, but for another thing"},
  };
  return kKinds;
}

base::Result<std::vector<fs::path>> write_device_certificates(const CertificateAuthority& authority,
                                                              const fs::path& folder, const std::string& thing,
                                                              base::Instant now) {
  const fs::path home = folder / thing;
  if (auto error = make_folder(home)) {
    return *error;
  }
  std::vector<fs::path> paths;
  for (const DeviceCertificateKind& kind : device_certificate_kinds()) {
    const std::string word(kind.word);
    const Identity identity = authority.issue(device_subject(thing), kind.flaw, now);
    const fs::path path = home / (word + ".pem");
    if (auto error = write_identity(path, home / (word + ".key"), identity)) {
      return *error;
    }
    paths.push_back(path);
  }
  return paths;
}

}  // namespace jobrig::certificates

#include "conform/run_certificates.h"

#include <algorithm>
#include <utility>

#include "base/output_file.h"
#include "certificates/certificates.h"
#include "certificates/folder.h"

namespace jobrig::conform {
namespace {

/// curl reads what follows a colon as the password of the certificate. Names of things have no dots.
std::string file_stem(std::string thing) {
  std::replace(thing.begin(), thing.end(), ':', '.');
  return thing;
}

constexpr unsigned kPrivate = 0600;

}  // namespace

base::Result<std::string> RunCertificates::folder() {
  const std::lock_guard lock(mutex_);
  if (!folder_) {
    folder_ = std::make_unique<RunFolder>();
  }
  const auto authority = certificates::open_certificate_folder(folder_->path(), clock_.civil());
  return authority ? base::Result<std::string>(folder_->path().string()) : authority.error();
}

base::Result<drive::TlsFiles> RunCertificates::write_files(const model::ConformanceCase& one) {
  const auto path = folder();
  if (!path) {
    return path.error();
  }
  const std::lock_guard lock(mutex_);
  const base::Instant now = clock_.civil();
  const auto authority = certificates::open_certificate_folder(folder_->path(), now);
  if (!authority) {
    return authority.error();
  }
  drive::TlsFiles files;
  files.authority = (folder_->path() / certificates::kAuthorityFile).string();
  if (one.identity == model::ClientIdentity::kNone) {
    return files;
  }
  const certificates::Identity identity =
      authority->issue(certificates::device_subject(one.thing), model::CertificateFlaw::kNone, now);
  const std::string stem = file_stem(one.thing);
  files.certificate = (folder_->path() / (stem + ".pem")).string();
  files.key = (folder_->path() / (stem + ".key")).string();
  for (const auto& [path_of, text] :
       {std::pair{&files.certificate, &identity.certificate}, {&files.key, &identity.key}}) {
    if (auto error = base::write_output(*path_of, *text, kPrivate)) {
      return *error;
    }
  }
  return files;
}

}  // namespace jobrig::conform

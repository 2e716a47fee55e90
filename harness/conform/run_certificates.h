// Run certificates: the certificate authority of a conformance run and the files that clients get of it. It opens no
// port.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "conform/run_folder.h"
#include "drive/call_request.h"
#include "model/conformance_case.h"

namespace jobrig::conform {

/// Thread-safe. The folder is created for the first case that needs it.
class RunCertificates {
 public:
  /// The files for one case over TLS. All cases share the authority; each has its own device certificate.
  base::Result<drive::TlsFiles> write_files(const model::ConformanceCase& one);
  /// The folder with the authority, for servers.
  base::Result<std::string> folder();

 private:
  std::mutex mutex_;
  std::unique_ptr<RunFolder> folder_;  // guarded by mutex_
  base::SystemClock clock_;
};

}  // namespace jobrig::conform

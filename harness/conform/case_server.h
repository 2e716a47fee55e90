// Case server: serves the cases of a conformance run. Most cases share one port and are distinguished by the names of
// their things. A case that cannot share a port (TLS, its own clock, connections that end before a request names the
// case) gets its own. The server does not drive clients.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "conform/case_router.h"
#include "conform/run_folder.h"
#include "drive/call_request.h"
#include "serve/server.h"

namespace jobrig::conform {

/// A case that is served until this object is destroyed. For one thread.
class ServedCase {
 public:
  ServedCase(std::shared_ptr<CaseStage> stage, CaseRouter& router, const serve::Server& shared);
  ServedCase(std::shared_ptr<CaseStage> stage, std::unique_ptr<serve::Server> server, drive::TlsFiles tls);
  ServedCase(const ServedCase&) = delete;
  ServedCase& operator=(const ServedCase&) = delete;
  ~ServedCase();

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  [[nodiscard]] const drive::TlsFiles& tls() const { return tls_; }
  [[nodiscard]] CaseStage& stage() { return *stage_; }
  /// Whether jobrig itself failed since the start, so that the client may not have got what the case says. Any case on
  /// the shared port may have been affected.
  [[nodiscard]] bool server_failed() const { return serving_->failures() != failures_before_; }

 private:
  std::shared_ptr<CaseStage> stage_;
  CaseRouter* router_ = nullptr;           // set on the shared port, else null
  std::unique_ptr<serve::Server> server_;  // set on its own port, else null
  const serve::Server* serving_;           // either one
  std::uint64_t failures_before_;
  std::string endpoint_;
  drive::TlsFiles tls_;
};

/// Thread-safe. Must outlive the cases that it serves.
class CaseServer {
 public:
  /// `listen` is the host:port of the shared port; other ports are opened on the same host. `log` receives internal
  /// errors. The error says why the port cannot be opened.
  static base::Result<std::unique_ptr<CaseServer>> start(const std::string& listen,
                                                         std::function<void(std::string_view)> log);
  CaseServer(const CaseServer&) = delete;
  CaseServer& operator=(const CaseServer&) = delete;
  ~CaseServer();

  /// Starts to serve the case. The error says why it cannot be served.
  base::Result<std::unique_ptr<ServedCase>> serve(const std::shared_ptr<const model::ConformanceCase>& conformance_case,
                                                  std::uint64_t seed);

  [[nodiscard]] const std::string& endpoint() const { return server_->endpoint(); }
  [[nodiscard]] CaseRouter::Unmatched unmatched() { return router_.unmatched(); }

 private:
  CaseServer(std::string host, std::function<void(std::string_view)> log);

  base::Result<std::unique_ptr<ServedCase>> serve_alone(std::shared_ptr<CaseStage> stage);
  base::Result<drive::TlsFiles> write_tls_files(const model::ConformanceCase& one);

  std::string host_;  // of the shared port
  std::function<void(std::string_view)> log_;
  base::SystemClock clock_;
  CaseRouter router_;
  std::mutex folder_mutex_;
  std::unique_ptr<RunFolder> folder_;  // guarded by folder_mutex_; created for the first case over TLS
  std::unique_ptr<serve::Server> server_;
};

/// Whether the case cannot share a port with others.
bool needs_own_port(const model::ConformanceCase& one);

}  // namespace jobrig::conform

// Lane: the ports of one worker of a conformance run: the port that its cases share, and elsewhere: two more ports, one
// of them over TLS, to which the redirects of cases point. A worker runs one case at a time, so a request that names no
// case belongs to the current one. It does not know which cases need a port of their own (case_server.h does).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "conform/case_router.h"
#include "conform/run_certificates.h"
#include "model/case_names.h"
#include "serve/server.h"

namespace jobrig::conform {

/// For one thread, except for the requests that it serves.
class Lane {
 public:
  using Log = std::function<void(std::string_view)>;

  /// Opens the shared port. Borrows the certificates. The error says why it cannot be opened.
  static base::Result<std::unique_ptr<Lane>> open(const std::string& listen, Log log, RunCertificates& certificates);
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  ~Lane();

  [[nodiscard]] CaseRouter& router() { return router_; }
  [[nodiscard]] const serve::Server& server() const { return *server_; }
  [[nodiscard]] CaseRouter& elsewhere_router() { return elsewhere_router_; }
  /// The URLs of elsewhere. Its ports are opened by the first call.
  base::Result<model::Elsewhere> elsewhere();
  /// Waits until its servers have read what was sent to them.
  void catch_up_elsewhere() const;

 private:
  Lane(std::string host, Log log, RunCertificates& certificates);

  base::Result<std::unique_ptr<serve::Server>> open_elsewhere(bool tls);

  std::string host_;  // of the shared port
  Log log_;
  RunCertificates& certificates_;
  base::SystemClock clock_;
  CaseRouter router_;
  CaseRouter elsewhere_router_;
  std::unique_ptr<serve::Server> server_;
  std::unique_ptr<serve::Server> elsewhere_plain_;  // null until it is needed
  std::unique_ptr<serve::Server> elsewhere_tls_;
};

}  // namespace jobrig::conform

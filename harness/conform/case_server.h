// Case server: serves the cases of a conformance run. The cases of a worker share one port, its lane, and are
// distinguished by the names of their things. A case that cannot share a port (TLS, MQTT, its own clock, connections
// that end before a request names the case) gets its own. The server does not drive clients.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "conform/case_router.h"
#include "conform/case_stage.h"
#include "conform/lane.h"
#include "conform/run_certificates.h"
#include "drive/call_request.h"
#include "model/case_record.h"
#include "mqtt_hosting/endpoint.h"
#include "serve/server.h"
#include "transport/tls_acceptor.h"

namespace jobrig::conform {

/// A case that is served until this object is destroyed. For one thread.
class ServedCase {
 public:
  /// On the shared port of the lane.
  ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane);
  /// On its own port.
  ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane, std::unique_ptr<serve::Server> server, drive::TlsFiles tls);
  /// Over MQTT, on its own port.
  ServedCase(std::shared_ptr<CaseStage> stage, Lane& lane, std::unique_ptr<mqtt_hosting::MqttEndpoint> mqtt,
             drive::TlsFiles tls);
  ServedCase(const ServedCase&) = delete;
  ServedCase& operator=(const ServedCase&) = delete;
  ~ServedCase();

  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  [[nodiscard]] const drive::TlsFiles& tls() const { return tls_; }
  [[nodiscard]] CaseStage& stage() { return *stage_; }
  /// Serves `stage` elsewhere, until this object is destroyed.
  void serve_elsewhere(std::shared_ptr<CaseStage> stage);
  /// Requests to both, and when the last one arrived or ended.
  [[nodiscard]] CaseStage::Progress progress();
  /// Fills in what arrived. Waits until the server has seen all that the client has sent until now. `client_runs`: as
  /// for CaseStage::finish. Call it once.
  void finish(bool client_runs, model::CaseRecord& record);
  /// Whether jobrig itself failed since the start, so that the client may not have got what the case says. Any case on
  /// the shared port may have been affected.
  [[nodiscard]] bool server_failed() const;

 private:
  std::shared_ptr<CaseStage> stage_;
  std::shared_ptr<CaseStage> elsewhere_;  // null: the case has no elsewhere
  Lane& lane_;
  std::unique_ptr<serve::Server> server_;             // null: on the shared port, or over MQTT
  std::unique_ptr<mqtt_hosting::MqttEndpoint> mqtt_;  // null: over HTTP
  const serve::Server* serving_;                      // null: over MQTT
  std::uint64_t failures_before_;
  std::string endpoint_;
  drive::TlsFiles tls_;
};

/// Thread-safe. Must outlive the cases that it serves.
class CaseServer {
 public:
  /// `listen` is the host:port of the first lane; other ports are opened on the same host. `log` receives internal
  /// errors. The error says why the port cannot be opened.
  static base::Result<std::unique_ptr<CaseServer>> start(const std::string& listen, Lane::Log log);
  CaseServer(const CaseServer&) = delete;
  CaseServer& operator=(const CaseServer&) = delete;
  ~CaseServer();

  /// The lane of a worker: the first call returns the one that start() opened. The error says why none can be opened.
  base::Result<Lane*> lane();
  /// Starts to serve the case. The error says why it cannot be served.
  base::Result<std::unique_ptr<ServedCase>> serve(const std::shared_ptr<const model::ConformanceCase>& conformance_case,
                                                  std::uint64_t seed, Lane& lane);

  [[nodiscard]] CaseRouter::Unmatched unmatched();

 private:
  CaseServer(std::string host, Lane::Log log);

  base::Result<std::unique_ptr<ServedCase>> serve_alone(std::shared_ptr<CaseStage> stage, Lane& lane);
  base::Result<std::unique_ptr<ServedCase>> serve_mqtt(std::shared_ptr<CaseStage> stage, Lane& lane);
  /// The files of the client and the TLS of a port of its own. Neither, if the case is not served over TLS.
  struct Tls {
    drive::TlsFiles files;
    std::shared_ptr<transport::TlsAcceptor> acceptor;
  };
  base::Result<Tls> make_tls(const std::shared_ptr<CaseStage>& stage, const std::string& listen,
                             transport::Application application);

  std::string host_;  // of the first lane
  Lane::Log log_;
  RunCertificates certificates_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Lane>> lanes_;  // guarded by mutex_
  std::size_t taken_ = 0;                     // guarded by mutex_
};

/// Whether the case cannot share a port with others.
bool needs_own_port(const model::ConformanceCase& one);

}  // namespace jobrig::conform

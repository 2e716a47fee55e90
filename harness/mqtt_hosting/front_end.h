// MQTT front end: the MQTT port of `serve`: all sandboxes behind one server, with their records. It does not know HTTP.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "certificates/certificates.h"
#include "hosting/sandboxes.h"
#include "mqtt_hosting/records.h"
#include "mqtt_hosting/sandboxes.h"
#include "mqtt_serve/server.h"

namespace jobrig::mqtt_hosting {

struct MqttFrontEndOptions {
  std::string listen;                                   // host:port
  const certificates::CertificateAuthority* authority;  // issues the certificate of the port; null: plain TCP
  MqttRecordTargets records;
  std::function<void(std::string_view)> log;
};

/// Serves from start() on until it is stopped or destroyed. All functions are thread-safe.
class MqttFrontEnd {
 public:
  /// Borrows the sandboxes, the clock (of the machine) and what the options name.
  static base::Result<std::unique_ptr<MqttFrontEnd>> start(MqttFrontEndOptions options, hosting::Sandboxes& sandboxes,
                                                           const base::Clock& clock);
  MqttFrontEnd(const MqttFrontEnd&) = delete;
  MqttFrontEnd& operator=(const MqttFrontEnd&) = delete;

  [[nodiscard]] const std::string& endpoint() const { return server_->endpoint(); }
  /// Internal failures so far.
  [[nodiscard]] std::uint64_t failures() const { return server_->failures(); }
  void stop() { server_->stop(); }

 private:
  MqttFrontEnd(hosting::Sandboxes& sandboxes, MqttRecordTargets targets, const base::Clock& clock)
      : topics_(sandboxes), records_(targets, topics_, clock) {}

  MqttSandboxes topics_;
  MqttRecords records_;
  std::unique_ptr<mqtt_serve::MqttServer> server_;  // ends first
};

}  // namespace jobrig::mqtt_hosting

// MQTT endpoint: one stage behind a port for MQTT clients, beside any other endpoint of the stage: all clients see the
// same executions. It does not follow changes of the scenario.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "hosting/stage.h"
#include "mqtt_hosting/service.h"
#include "mqtt_serve/server.h"

namespace jobrig::mqtt_hosting {

/// The stage is served until the endpoint is destroyed. The sink is borrowed.
class MqttEndpoint {
 public:
  static base::Result<std::unique_ptr<MqttEndpoint>> start(mqtt_serve::MqttServerOptions options,
                                                           std::shared_ptr<hosting::Stage> stage,
                                                           model::PacketSink& sink, mqtt::BrokerSettings settings = {});
  MqttEndpoint(const MqttEndpoint&) = delete;
  MqttEndpoint& operator=(const MqttEndpoint&) = delete;

  [[nodiscard]] mqtt_serve::MqttServer& server() { return *server_; }
  [[nodiscard]] const std::string& endpoint() const { return server_->endpoint(); }

 private:
  MqttEndpoint(std::shared_ptr<hosting::Stage> stage, mqtt::BrokerSettings settings)
      : stage_(std::move(stage)), service_(mqtt_stage(stage_), std::move(settings)) {}

  std::shared_ptr<hosting::Stage> stage_;
  MqttService service_;
  std::unique_ptr<mqtt_serve::MqttServer> server_;
};

}  // namespace jobrig::mqtt_hosting

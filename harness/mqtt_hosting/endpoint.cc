#include "mqtt_hosting/endpoint.h"

#include <utility>

namespace jobrig::mqtt_hosting {

base::Result<std::unique_ptr<MqttEndpoint>> MqttEndpoint::start(mqtt_serve::MqttServerOptions options,
                                                                std::shared_ptr<hosting::Stage> stage,
                                                                model::PacketSink& sink,
                                                                mqtt::BrokerSettings settings) {
  std::unique_ptr<MqttEndpoint> made(new MqttEndpoint(std::move(stage), std::move(settings)));
  auto server = mqtt_serve::MqttServer::start(std::move(options), made->service_, sink, made->stage_->clock);
  if (!server) {
    return server.error();
  }
  made->server_ = std::move(*server);
  return made;
}

}  // namespace jobrig::mqtt_hosting

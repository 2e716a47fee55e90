#include "mqtt_hosting/front_end.h"

#include <utility>

#include "hosting/serve_tls.h"

namespace jobrig::mqtt_hosting {

base::Result<std::unique_ptr<MqttFrontEnd>> MqttFrontEnd::start(MqttFrontEndOptions options,
                                                                hosting::Sandboxes& sandboxes,
                                                                const base::Clock& clock) {
  std::unique_ptr<MqttFrontEnd> made(new MqttFrontEnd(sandboxes, options.records, clock));
  mqtt_serve::MqttServerOptions serving;
  serving.listen = std::move(options.listen);
  serving.log = std::move(options.log);
  if (options.authority != nullptr) {
    serving.tls = hosting::make_tls(
        *options.authority, serving.listen, sandboxes.main()->generation()->tls_choice.settings(),
        [&sandboxes] { return sandboxes.next_tls(); }, transport::Application::kMqtt);
  }
  auto server = mqtt_serve::MqttServer::start(std::move(serving), made->topics_, made->records_, sandboxes);
  if (!server) {
    return server.error();
  }
  made->server_ = std::move(*server);
  return made;
}

}  // namespace jobrig::mqtt_hosting

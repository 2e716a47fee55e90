// Caught up: waits until a server has read what clients have sent. It does not wait for what they will send.
#pragma once

#include "mqtt_serve/server.h"
#include "serve/server.h"

namespace jobrig::conform {

/// Waits until the server has accepted every connection, and has read and planned every request, that had reached this
/// machine when the function was called.
void wait_until_caught_up(const serve::Server& server);
void wait_until_caught_up(const mqtt_serve::MqttServer& server);

}  // namespace jobrig::conform

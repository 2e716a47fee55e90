// MQTT fault table: what a client receives with each fault of MQTT, and without it. It is data that the tests of the
// service in memory and of real sockets share.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "model/script.h"
#include "mqtt/packet.h"

namespace jobrig::test {

struct MqttFaultCase {
  std::string rule;                  // YAML, of a scenario with the things t (nothing pending) and n (one job k)
  std::vector<mqtt::Packet> before;  // sent first; each has one response without faults
  std::vector<mqtt::Packet> sent;
  std::string good;   // all bytes received in response without the rule
  std::string bytes;  // the same with the rule
  model::CloseAction end = model::CloseAction::kKeepOpen;
  std::chrono::milliseconds least{0};  // until the last byte
  mqtt::Version version = mqtt::Version::k311;
};

const std::vector<MqttFaultCase>& mqtt_fault_table();

/// The scenario of the table with this rule; "": with none. Its clock stands still at the beginning of 2026.
model::Scenario mqtt_fault_scenario(const std::string& rule);

}  // namespace jobrig::test

// FaultyMqtt: the MQTT service of a scenario and its clients in memory, as bytes: what rules with faults make of them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mqtt_hosting/service.h"
#include "support/mqtt.h"
#include "support/mqtt_clients.h"
#include "support/mqtt_fault_table.h"
#include "support/planning.h"

namespace jobrig::test {

/// One service and its clients. What it sends is kept as bytes for each connection. Its clock begins with 2026.
class FaultyMqtt {
 public:
  explicit FaultyMqtt(model::Scenario given)
      : scenario_(std::move(given)),
        clock_(machine_, scenario_.clock),
        world_(scenario_, clock_, 7),
        planner_(scenario_, world_, clock_, 7),
        service_({scenario_, world_, clock_, planner_, [this](std::string_view thing, state::Subscriber subscriber) {
                    return world_.agenda().subscribe(*world_.find_thing(thing), clock_.now(), std::move(subscriber));
                  }}) {}
  explicit FaultyMqtt(const std::string& rule) : FaultyMqtt(mqtt_fault_scenario(rule)) {}

  mqtt::ConnectionId open() {
    service_.opened(++last_, now_);
    return last_;
  }
  mqtt::ConnectionId connect(const mqtt::Connect& packet) {
    const mqtt::ConnectionId id = open();
    send(id, packet, packet.version);
    return id;
  }
  void send(mqtt::ConnectionId id, const mqtt::Packet& packet, mqtt::Version version = mqtt::Version::k311) {
    service_.received(id, mqtt::encode(packet, version), now_);
    collect();
  }
  void lose(mqtt::ConnectionId id) {
    service_.closed(id, now_);
    collect();
  }
  /// Real time passes, and the scenario's with it at its rate.
  void pass(base::Duration time) {
    now_ += time;
    machine_.advance(time);
    world_.agenda().advance(clock_.now());
    service_.tick(now_);
    collect();
  }
  /// What the client has received since the last call.
  std::string received(mqtt::ConnectionId id) { return std::exchange(bytes_[id], ""); }
  /// The topics and payloads of its messages since the last call.
  std::vector<std::string> messages(mqtt::ConnectionId id) {
    std::vector<std::string> texts;
    for (const mqtt::Packet& one : decode_mqtt(received(id), mqtt::Version::k311).packets) {
      if (const auto* const publish = std::get_if<mqtt::Publish>(&one)) {
        texts.push_back(publish->topic.substr(publish->topic.find("jobs/") + 5) + " " + publish->payload);
      }
    }
    return texts;
  }
  model::CloseAction end(mqtt::ConnectionId id) { return ends_[id]; }
  mqtt_hosting::MqttService& service() { return service_; }
  state::VirtualClock& clock() { return clock_; }
  std::vector<model::PacketRecord> records;

 private:
  void collect() {
    for (mqtt_serve::Task& task : service_.take_tasks()) {
      if (auto* const packet = std::get_if<mqtt_serve::Outgoing>(&task)) {
        for (const model::ScriptStep& step : packet->script.steps) {
          if (const auto* const sent = std::get_if<model::Send>(&step)) {
            bytes_[packet->connection] += sent->bytes;
          }
        }
        if (packet->script.close_action != model::CloseAction::kKeepOpen) {
          ends_[packet->connection] = packet->script.close_action;
        }
        records.push_back(packet->record);
      } else if (const auto* const closing = std::get_if<mqtt_serve::Closing>(&task)) {
        ends_[closing->connection] = model::CloseAction::kClose;
      }
    }
  }

  base::ManualClock machine_{instant("2026-01-01")};
  model::Scenario scenario_;
  state::VirtualClock clock_;
  state::World world_;
  plan::Planner planner_;
  mqtt_hosting::MqttService service_;
  base::Monotonic now_{std::chrono::hours(1)};
  mqtt::ConnectionId last_ = 0;
  std::map<mqtt::ConnectionId, std::string> bytes_;
  std::map<mqtt::ConnectionId, model::CloseAction> ends_;
};

}  // namespace jobrig::test

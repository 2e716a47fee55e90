// Kept back: messages and packets that faults send later: after a pause, after others, or on the next connection of the
// client. It has no timer and sends nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mqtt/broker.h"
#include "mqtt_faults/held_queue.h"

namespace jobrig::mqtt_faults {

/// A message of the service that waits to be routed.
struct HeldMessage {
  mqtt::Message message;
  std::string thing{};
  bool is_behind = false;  // goes as soon as another message for the thing has gone
};
/// A message for a client that is to come back on another connection.
struct ReturningMessage {
  std::string client_id;
  mqtt::ConnectionId left = 0;  // the connection on which it does not go
  mqtt::Message message;
};

/// Not thread-safe. `Packet`: a packet that waits to be sent.
template <typename Packet>
struct KeptBack {
  /// How many packets and messages may wait; further ones do not wait.
  static constexpr std::size_t kMax = 10'000;

  HeldQueue<std::variant<Packet, HeldMessage>> waiting;
  std::vector<mqtt::Message> after_notices;
  std::vector<ReturningMessage> returning;

  [[nodiscard]] bool has_room() const { return waiting.size() + after_notices.size() + returning.size() < kMax; }

  /// The messages that go after one for this thing.
  std::vector<mqtt::Message> take_behind(std::string_view thing) {
    std::vector<mqtt::Message> messages;
    if (waiting.size() == 0) {
      return messages;
    }
    for (auto& one : waiting.take_if([&](const auto& item) {
           const auto* const held = std::get_if<HeldMessage>(&item);
           return held != nullptr && held->is_behind && held->thing == thing;
         })) {
      messages.push_back(std::move(std::get<HeldMessage>(one).message));
    }
    return messages;
  }

  /// The messages for a client that has come back.
  std::vector<mqtt::Message> take_returning(const std::string& client_id, mqtt::ConnectionId connection,
                                            const mqtt::Broker& broker) {
    std::vector<mqtt::Message> messages;
    std::erase_if(returning, [&](ReturningMessage& one) {
      const bool is_back =
          one.client_id == client_id && one.left != connection && broker.is_receiving(client_id, one.message.topic);
      if (is_back) {
        messages.push_back(std::move(one.message));
      }
      return is_back;
    });
    return messages;
  }
};

}  // namespace jobrig::mqtt_faults

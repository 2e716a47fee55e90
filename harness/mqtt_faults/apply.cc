#include "mqtt_faults/apply.h"

#include <algorithm>
#include <utility>

#include "mqtt/encoder.h"

namespace jobrig::mqtt_faults {
namespace {

const PacketFault* packet_fault(const model::Fault* fault) { return dynamic_cast<const PacketFault*>(fault); }

model::Script script_of(const TimedPacket& packet, mqtt::Version version) {
  model::Script script;
  if (packet.is_sent) {
    script.steps.emplace_back(model::Send{packet.bytes.empty() ? mqtt::encode(packet.packet, version) : packet.bytes});
  }
  script.close_action = packet.close_action;
  return script;
}

// A pause before the first byte delays this packet alone.
model::Pause take_wait(model::Script& script, const model::Pause& wait) {
  if (wait.length > std::chrono::nanoseconds::zero() || script.steps.empty()) {
    return wait;
  }
  const auto* const first = std::get_if<model::Pause>(&script.steps.front());
  if (first == nullptr) {
    return wait;
  }
  const model::Pause pause = *first;
  script.steps.erase(script.steps.begin());
  return pause;
}

}  // namespace

std::vector<TimedMessage> apply_to_message(const Faults& faults, mqtt::Message message, PacketContext& context) {
  std::vector<TimedMessage> messages;
  messages.push_back({std::move(message)});
  for (const model::Fault* const fault : faults) {
    if (const PacketFault* const mqtt = packet_fault(fault); mqtt != nullptr && mqtt->acts_on(context.subject, true)) {
      mqtt->rewrite_messages(messages, context);
    }
  }
  return messages;
}

std::vector<PlayedPacket> apply_to_packet(const Faults& faults, std::optional<mqtt::Packet> packet, bool is_response,
                                          PacketContext& context) {
  std::vector<TimedPacket> packets;
  if (packet) {
    packets.push_back({*std::move(packet)});
  }
  for (const model::Fault* const fault : faults) {
    if (const PacketFault* const mqtt = packet_fault(fault);
        mqtt != nullptr && mqtt->acts_on(context.subject, is_response)) {
      mqtt->rewrite_packets(packets, context);
    }
  }
  std::vector<PlayedPacket> played;
  for (const TimedPacket& one : packets) {
    model::Script script = script_of(one, context.version);
    for (const model::Fault* const fault : faults) {
      if (is_response && packet_fault(fault) == nullptr) {
        fault->rewrite_script(script, context.fault);
      }
    }
    const model::Pause wait = take_wait(script, one.wait);
    played.push_back({one.packet, one.is_sent, wait, std::move(script)});
  }
  return played;
}

std::vector<std::string> names_on(const Faults& faults, Subject subject, bool is_response) {
  std::vector<std::string> names;
  for (const model::Fault* const fault : faults) {
    const PacketFault* const mqtt = packet_fault(fault);
    if (mqtt == nullptr ? is_response : mqtt->acts_on(subject, is_response)) {
      names.emplace_back(fault->name());
    }
  }
  return names;
}

}  // namespace jobrig::mqtt_faults

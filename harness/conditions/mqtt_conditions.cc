// protocol, packet, topic and client-id: properties of MQTT packets. All but `protocol: http` never hold for calls over
// other protocols.
// when: {protocol: mqtt, packet: SUBSCRIBE, topic: "$aws/things/*/jobs/notify*", client-id: sensor-*}
#include <algorithm>

#include "base/glob.h"
#include "conditions/condition.h"
#include "conditions/packet_names.h"

namespace jobrig::conditions {
namespace {

using model::Match;
using model::MqttContext;

constexpr std::string_view kPublish = "PUBLISH";

void read_protocol(base::Fields& fields, const Reading& /*reading*/, Match& match) {
  if (const auto word = fields.word("protocol", {"http", "mqtt"})) {
    match.protocol = *word == "mqtt" ? model::Protocol::kMqtt : model::Protocol::kHttp;
  }
}

std::string_view word_of(model::Protocol protocol) { return protocol == model::Protocol::kMqtt ? "MQTT" : "HTTP"; }

model::Protocol protocol_of(const Circumstances& now) {
  return now.call.context.mqtt == nullptr ? model::Protocol::kHttp : model::Protocol::kMqtt;
}

void explain_protocol(const Match& match, const Circumstances& now, Reasons& reasons) {
  reasons.push_back("the request came over " + std::string(word_of(protocol_of(now))) + "; the rule requires " +
                    std::string(word_of(*match.protocol)));
}

void read_glob(base::Fields& fields, std::string_view key, std::optional<std::string>& glob) {
  glob = fields.text(key);
  if (glob && glob->empty()) {
    fields.report(key, base::quoted(key) + " must be a glob with at least one character");
  }
}

bool packet_holds(const Match& match, const Circumstances& now) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  return mqtt != nullptr && mqtt->packet == *match.packet && (!mqtt->is_notice || match.topic_glob);
}

// Without `packet`, a topic is that of a PUBLISH.
bool topic_holds(const Match& match, const Circumstances& now) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  return mqtt != nullptr && (match.packet || mqtt->packet == kPublish) &&
         std::any_of(mqtt->topics.begin(), mqtt->topics.end(),
                     [&](std::string_view topic) { return base::glob_matches(*match.topic_glob, topic); });
}

void explain_topic(const Match& match, const Circumstances& now, Reasons& reasons) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  const bool has_topic = mqtt != nullptr && !mqtt->topics.empty();
  reasons.push_back(has_topic ? "the topic " + in_quotes(mqtt->topics.front()) + " does not match " +
                                    in_quotes(*match.topic_glob)
                              : "the request has no topic of MQTT; the rule requires " + in_quotes(*match.topic_glob));
}

bool client_holds(const Match& match, const Circumstances& now) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  return mqtt != nullptr && base::glob_matches(*match.client_id_glob, mqtt->client_id);
}

void explain_client(const Match& match, const Circumstances& now, Reasons& reasons) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  reasons.push_back(mqtt == nullptr ? "the request has no client identifier of MQTT; the rule requires " +
                                          in_quotes(*match.client_id_glob)
                                    : "the client identifier " + in_quotes(mqtt->client_id) + " does not match " +
                                          in_quotes(*match.client_id_glob));
}

void explain_packet(const Match& match, const Circumstances& now, Reasons& reasons) {
  const MqttContext* const mqtt = now.call.context.mqtt;
  if (mqtt != nullptr && mqtt->packet == *match.packet) {
    reasons.emplace_back("the service sends the message by itself; only a rule with \"topic\" matches it");
    return;
  }
  reasons.push_back(
      (mqtt == nullptr ? "the request is not a packet of MQTT" : "the packet is " + std::string(mqtt->packet)) +
      "; the rule requires " + *match.packet);
}

std::string packet_schema() {
  std::string names;
  for (const std::string_view name : kPacketNames) {
    names += (names.empty() ? "" : ",") + base::quoted(name);
  }
  return "{\"enum\":[" + names + R"(],"description":"The MQTT packet of the client"})";
}

std::string glob_schema(std::string_view description) {
  return R"({"type":"string","minLength":1,"description":)" + base::quoted(description) + "}";
}

}  // namespace

std::vector<Condition> mqtt_conditions() {
  return {
      {"protocol",
       Scope::kCall,
       has<&Match::protocol>,
       read_protocol,
       [](const Match& match, const Circumstances& now) { return protocol_of(now) == *match.protocol; },
       explain_protocol,
       {{"protocol", "`http` or `mqtt`: the protocol of the request"}},
       R"({"enum":["http","mqtt"],"description":"The protocol of the request"})"},
      {"packet",
       Scope::kCall,
       has<&Match::packet>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         match.packet = fields.word("packet", {kPacketNames.begin(), kPacketNames.end()});
       },
       packet_holds,
       explain_packet,
       {{"packet",
         "the MQTT packet of the client: `CONNECT`, `PUBLISH`, `PUBACK`, `SUBSCRIBE`, `UNSUBSCRIBE`, `PINGREQ` or "
         "`DISCONNECT`; the faults of the rule act on what the server sends in response, such as CONNACK"}},
       packet_schema()},
      {"topic",
       Scope::kCall,
       has<&Match::topic_glob>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         read_glob(fields, "topic", match.topic_glob);
       },
       topic_holds,
       explain_topic,
       {{"topic",
         "a glob for the topic of an MQTT PUBLISH, also of `notify` and `notify-next`, which the service sends by "
         "itself; with `packet: SUBSCRIBE` or `UNSUBSCRIBE` for one of the filters. `*` also matches slashes"}},
       glob_schema("A glob for the topic of an MQTT PUBLISH, or for a filter of SUBSCRIBE and UNSUBSCRIBE")},
      {"client-id",
       Scope::kCall,
       has<&Match::client_id_glob>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         read_glob(fields, "client-id", match.client_id_glob);
       },
       client_holds,
       explain_client,
       {{"client-id", "a glob for the client identifier of the MQTT client"}},
       glob_schema("A glob for the client identifier of the MQTT client")},
  };
}

}  // namespace jobrig::conditions

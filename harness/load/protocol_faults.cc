#include "load/protocol_faults.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/quote.h"
#include "mqtt_faults/packet_fault.h"

namespace jobrig::load {
namespace {

using mqtt_faults::Subject;

// What the server sends in response to a packet.
struct ResponseRow {
  std::string_view packet;
  std::string_view response;  // half a sentence
  std::vector<Subject> subjects;
};

const std::vector<ResponseRow>& responses() {
  static const std::vector<ResponseRow> kRows{
      {"CONNECT", "CONNACK", {Subject::kConnack}},
      {"PUBLISH", "PUBACK and the messages of the service", {Subject::kPuback, Subject::kMessage, Subject::kNothing}},
      {"SUBSCRIBE", "SUBACK", {Subject::kSuback}},
      {"UNSUBSCRIBE", "UNSUBACK", {Subject::kUnsuback}},
      {"PINGREQ", "PINGRESP", {Subject::kPingresp}},
      {"PUBACK", "nothing", {Subject::kNothing}},
      {"DISCONNECT", "nothing", {Subject::kNothing}},
  };
  return kRows;
}

// The protocol that the conditions name, and the condition.
struct Named {
  model::Protocol protocol;
  std::string_view key;
};

std::optional<Named> named_protocol(const model::Match& match) {
  if (match.protocol) {
    return Named{*match.protocol, "protocol"};
  }
  if (match.packet || match.topic_glob || match.client_id_glob) {
    return Named{model::Protocol::kMqtt, match.packet ? "packet" : match.topic_glob ? "topic" : "client-id"};
  }
  if (match.method || !match.headers.empty() || !match.query.empty()) {
    return Named{model::Protocol::kHttp, match.method ? "method" : match.query.empty() ? "headers" : "query"};
  }
  return std::nullopt;
}

std::string_view word_for(model::Protocol protocol) { return protocol == model::Protocol::kMqtt ? "MQTT" : "HTTP"; }

void check_use(const model::Rule& rule, const Named& named, const model::FaultUse& use,
               base::Diagnostics& diagnostics) {
  const model::Fault& fault = *use.fault;
  if (!fault.acts_over(named.protocol)) {
    diagnostics.add(use.location, "the fault " + base::quoted(fault.name()) + " has no meaning over " +
                                      std::string(word_for(named.protocol)) + ", and the rule has " +
                                      base::quoted(named.key) + "; \"jobrig list faults\" shows the others");
    return;
  }
  const auto* const of_packets = dynamic_cast<const mqtt_faults::PacketFault*>(&fault);
  if (of_packets == nullptr || !rule.when.packet) {
    return;
  }
  const auto row = std::find_if(responses().begin(), responses().end(),
                                [&](const ResponseRow& one) { return one.packet == *rule.when.packet; });
  if (row != responses().end() && std::none_of(row->subjects.begin(), row->subjects.end(),
                                               [&](Subject subject) { return of_packets->acts_on(subject, true); })) {
    diagnostics.add(use.location, "the fault " + base::quoted(fault.name()) + " cannot act in a rule for " +
                                      *rule.when.packet + ": the server sends " + std::string(row->response) +
                                      " in response");
  }
}

// Only requests of the Jobs service have an answer that a rule can replace.
void check_answers(const model::Rule& rule, base::Diagnostics& diagnostics) {
  if (!rule.when.packet || *rule.when.packet == "PUBLISH") {
    return;
  }
  for (const model::Answer& answer : rule.answers) {
    if (!std::holds_alternative<model::Documented>(answer.content)) {
      diagnostics.add(answer.location, "a rule for " + *rule.when.packet +
                                           " can only have \"documented\" answers with faults; \"error\" and "
                                           "\"reply\" answer requests of the Jobs service");
    }
  }
  if (rule.throttle) {
    diagnostics.add(rule.location,
                    "\"throttle\" is for requests of the Jobs service, and the rule is for " + *rule.when.packet);
  }
}

}  // namespace

void check_protocol_faults(const model::Rule& rule, base::Diagnostics& diagnostics) {
  check_answers(rule, diagnostics);
  const std::optional<Named> named = named_protocol(rule.when);
  if (!named) {
    return;
  }
  for (const model::FaultUse& use : rule.faults) {
    check_use(rule, *named, use, diagnostics);
  }
  for (const model::Answer& answer : rule.answers) {
    for (const model::FaultUse& use : answer.faults) {
      check_use(rule, *named, use, diagnostics);
    }
  }
}

}  // namespace jobrig::load

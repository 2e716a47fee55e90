// mqtt-as-sent: each success and each error of the service that the client reports is what jobrig published for that
// call, as a whole; each notification that it reports was published, in this order. Every MQTT case has this check.
//   mqtt-as-sent: false             not in this case
//   mqtt-as-sent: {level: SHOULD}
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/make_check.h"
#include "model/mqtt_notices.h"
#include "wire/exact_json.h"
#include "wire/packets.h"
#include "wire/sent_difference.h"

namespace jobrig::mqtt_judge {
namespace {

using base::Node;
using wire::SentDifference;

/// What belongs to the messages and not to the result. A client may report both or neither.
const std::set<std::string> kEnvelope{"/timestamp", "/clientToken"};

void remove_member(Node& object, std::string_view name) {
  std::erase_if(object.entries, [name](const base::Entry& entry) { return entry.key == name; });
}

std::optional<Node> object_in(std::string_view text) {
  auto value = wire::read_exact_json(text);
  return value && value->is_map() ? std::move(value) : std::nullopt;
}

std::string text_of(const Node& object, std::string_view name) {
  const Node* const member = object.find(name);
  return member != nullptr && member->is_scalar() ? member->text : "";
}

/// A caller gets jobDocument as a JSON value, or as the text of one.
void read_document(Node& holder) {
  for (base::Entry& entry : holder.entries) {
    if (entry.key == "jobDocument" && entry.value.is_scalar() && entry.value.quoted) {
      if (auto value = wire::read_exact_json(entry.value.text)) {
        entry.value = std::move(*value);
      }
    } else if (entry.key == "execution" && entry.value.is_map()) {
      read_document(entry.value);
    }
  }
}

std::optional<SentDifference> difference(Node sent, Node reported) {
  for (Node* const one : {&sent, &reported}) {
    remove_member(*one, "clientToken");
    read_document(*one);
  }
  if (reported.find("timestamp") == nullptr) {
    remove_member(sent, "timestamp");
  }
  return wire::difference_to_sent(sent, reported, kEnvelope);
}

bool is_accepted(const model::PacketRecord& message) { return message.topic.ends_with("/accepted"); }

/// The payloads of the accepted responses of the call, as far as they are objects.
std::vector<Node> accepted_in(const model::CaseRecord& record, std::size_t index) {
  std::vector<Node> accepted;
  for (const model::PacketRecord* const message : wire::responses_of(record, index + 1)) {
    if (auto sent = is_accepted(*message) ? object_in(message->payload) : std::nullopt) {
      accepted.push_back(std::move(*sent));
    }
  }
  return accepted;
}

/// A success that equals one of the accepted responses. The difference to the last one, if none does.
std::optional<SentDifference> difference_of_success(const std::vector<Node>& accepted, const Node& reported) {
  std::optional<SentDifference> last =
      SentDifference{"an accepted response before the result", "a success without one"};
  for (const Node& sent : accepted) {
    last = difference(sent, reported);
    if (!last) {
      return std::nullopt;
    }
  }
  return last;
}

std::optional<SentDifference> difference_of_error(const model::CaseRecord& record, std::size_t index) {
  const model::ClientOutcome& outcome = *record.calls[index].outcome;
  if (outcome.failure != model::FailureKind::kService || outcome.error.empty()) {
    return std::nullopt;
  }
  std::string sent;
  for (const model::PacketRecord* const message : wire::responses_of(record, index + 1)) {
    const auto payload = object_in(message->payload);
    if (is_accepted(*message) || !payload) {
      continue;
    }
    const std::string code = text_of(*payload, "code");
    if (code == outcome.error) {
      return std::nullopt;
    }
    sent += (sent.empty() ? "" : ", ") + code;
  }
  return SentDifference{"the code of a rejected response: " + (sent.empty() ? "there was none" : sent), outcome.error};
}

/// Each reported notification must be one of those that were published, and later than the one before it.
std::optional<SentDifference> difference_of_events(const model::CaseRecord& record, const model::MqttNotice& notice,
                                                   const Node& reported) {
  const Node* const events = reported.find("events");
  if (events == nullptr || !events->is_list()) {
    return SentDifference{"a list of events", "none"};
  }
  const std::string ending = "/jobs/" + std::string(notice.topic);
  std::vector<const model::PacketRecord*> sent;
  for (const model::PacketRecord& packet : record.packets) {
    if (wire::is_to_client(packet, "PUBLISH") && packet.topic.ends_with(ending)) {
      sent.push_back(&packet);
    }
  }
  std::size_t next = 0;
  for (std::size_t i = 0; i < events->items.size(); ++i) {
    const auto matches = [&](const model::PacketRecord* packet) {
      const auto payload = object_in(packet->payload);
      return payload && events->items[i].is_map() && !difference(*payload, events->items[i]);
    };
    const auto found = std::find_if(sent.begin() + static_cast<std::ptrdiff_t>(next), sent.end(), matches);
    if (found == sent.end()) {
      return SentDifference{std::to_string(sent.size()) + " notifications in their order",
                            "event " + std::to_string(i + 1) + ", which is none of them or out of order"};
    }
    next = static_cast<std::size_t>(found - sent.begin()) + 1;
  }
  return std::nullopt;
}

/// The responses of a call that polls, each with the one that was sent for it unless some were lost.
std::optional<SentDifference> difference_in_polled(const model::CaseRecord& record, std::size_t index) {
  const auto list = wire::read_exact_json(record.calls[index].outcome->responses);
  if (!list || !list->is_list()) {
    return std::nullopt;
  }
  const std::vector<Node> accepted = accepted_in(record, index);
  const bool in_step = accepted.size() == list->items.size();
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const auto found = difference_of_success(in_step ? std::vector{accepted[i]} : accepted, list->items[i]);
    if (found) {
      return SentDifference{"response " + std::to_string(i + 1) + ": " + found->expected, found->actual};
    }
  }
  return std::nullopt;
}

std::optional<SentDifference> difference_in_result(const model::CaseRecord& record, std::size_t index) {
  const model::CallRecord& call = record.calls[index];
  if (call.outcome->kind == model::ClientOutcome::Kind::kError) {
    return difference_of_error(record, index);
  }
  const auto reported = object_in(call.outcome->response);
  if (!reported) {
    return SentDifference{"a response", "none"};
  }
  if (const auto* const notice = model::mqtt_notice_named(call.operation)) {
    return difference_of_events(record, *notice, *reported);
  }
  auto found = difference_in_polled(record, index);
  return found ? found : difference_of_success(accepted_in(record, index), *reported);
}

model::Finding judge_mqtt_as_sent(const model::CaseRecord& record) {
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    const auto& outcome = record.calls[i].outcome;
    if (!outcome || outcome->kind == model::ClientOutcome::Kind::kUnable) {
      continue;
    }
    if (auto found = difference_in_result(record, i)) {
      const std::string where = record.calls.size() == 1 ? "" : "call " + std::to_string(i + 1) + ": ";
      return {false, where + found->expected, found->actual};
    }
  }
  return {true, "each result as it was published", "the same"};
}

judge::CheckPointer make_mqtt_as_sent(judge::Settings& settings) {
  return judge::make_plain_check(settings, judge_mqtt_as_sent);
}

}  // namespace

void declare_mqtt_as_sent(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back(
      {"mqtt-as-sent", "each result is what was published for the call; every MQTT case has it unless it says `false`",
       "mqtt-as-sent: {level: SHOULD}", make_mqtt_as_sent, model::Reports::kResults, true, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge

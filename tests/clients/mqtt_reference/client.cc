#include "clients/mqtt_reference/client.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>
#include <utility>

#include "clients/mqtt_reference/request.h"
#include "model/mqtt_notices.h"

namespace jobrig::mqtt_reference {
namespace {

using nlohmann::json;
using reference::Failure;

constexpr std::array<std::string_view, 6> kTerminal{"SUCCEEDED", "FAILED",  "TIMED_OUT",
                                                    "REJECTED",  "REMOVED", "CANCELED"};
constexpr Milliseconds kListenTimeout{20'000};

std::string status_of(const json& response) {
  const auto execution = response.find("execution");
  return execution != response.end() && execution->is_object() ? execution->value("status", "") : "";
}

/// The payload as an object. Throws Failure.
json object_of(const std::string& text, const ReplyPolicy& policy) {
  json value = json::parse(text, nullptr, false);
  if (value.is_discarded() && policy.accepts_no_json) {
    return json::object();
  }
  if (value.is_discarded()) {
    throw Failure{"decoding", "a payload that is not JSON"};
  }
  if (!value.is_object() && policy.accepts_no_object) {
    return json::object();
  }
  if (!value.is_object()) {
    throw Failure{"decoding", "a payload that is not an object"};
  }
  return value;
}

/// Members with types that a caller cannot use.
void refuse_wrong_types(const json& response) {
  for (const char* const name : {"execution", "executionState"}) {
    if (const auto member = response.find(name);
        member != response.end() && !member->is_object() && !member->is_null()) {
      throw Failure{"decoding", std::string(name) + " that is not an object"};
    }
  }
  const auto execution = response.find("execution");
  if (execution == response.end() || !execution->is_object()) {
    return;
  }
  for (const char* const name : {"versionNumber", "executionNumber", "queuedAt", "startedAt", "lastUpdatedAt"}) {
    if (const auto member = execution->find(name); member != execution->end() && !member->is_number()) {
      throw Failure{"decoding", std::string(name) + " that is not a number"};
    }
  }
  if (const auto status = execution->find("status"); status != execution->end() && !status->is_string()) {
    throw Failure{"decoding", "a status that is not text"};
  }
}

void to_doubles(json& value) {
  if (value.is_number_integer()) {
    value = static_cast<std::int64_t>(value.get<double>());
  } else if (value.is_structured()) {
    for (json& one : value) {
      to_doubles(one);
    }
  }
}

void to_lower_keys(json& holder) {
  if (holder.contains("execution") && holder["execution"].contains("statusDetails")) {
    json lower = json::object();
    for (const auto& [name, value] : holder["execution"]["statusDetails"].items()) {
      std::string key = name;
      std::transform(key.begin(), key.end(), key.begin(), [](unsigned char one) { return std::tolower(one); });
      lower[key] = value;
    }
    holder["execution"]["statusDetails"] = lower;
  }
}

}  // namespace

struct Client::Memory {
  std::map<std::string, std::vector<json>> notices;  // by topic
  std::map<std::string, std::string> last_notice;    // payload, by topic
  json first;                                        // response, for the mutant that repeats it
};

Client::Client(Access access, const Policy& policy)
    : policy_(policy), session_(std::move(access), policy.session), memory_(std::make_unique<Memory>()) {}

Client::~Client() = default;

json Client::report(const json& payload) {
  json response = payload;
  response.erase("clientToken");
  response.erase("timestamp");
  if (!policy_.reply.dropped.empty()) {
    for (const char* const name : {"execution", "executionState"}) {
      if (response.contains(name) && response[name].is_object()) {
        response[name].erase(policy_.reply.dropped);
      }
    }
    response.erase(policy_.reply.dropped);
  }
  if (policy_.reply.numbers_as_double) {
    to_doubles(response);
  }
  if (policy_.reply.lower_case_details) {
    to_lower_keys(response);
  }
  if (policy_.reply.document_as_text && response.contains("execution") &&
      response["execution"].contains("jobDocument")) {
    response["execution"]["jobDocument"] = response["execution"]["jobDocument"].dump();
  }
  if (policy_.reply.old_answer) {
    memory_->first = memory_->first.is_null() ? response : memory_->first;
    return memory_->first;
  }
  return response;
}

void Client::keep_notice(const Message& message) {
  std::string& last = memory_->last_notice[message.topic];
  if (last == message.payload && !policy_.notice.keeps_duplicates) {
    return;  // delivered again
  }
  last = message.payload;
  const json payload = json::parse(message.payload, nullptr, false);
  if (payload.is_object()) {
    memory_->notices[message.topic].push_back(payload);
  }
}

json Client::wait_for(const std::string& topic, const std::string& token) {
  const reference::Moment deadline = reference::in(policy_.retry.answer);
  for (;;) {
    const Message message = session_.receive(deadline);
    const bool accepted = message.topic == topic + "/accepted";
    if (!accepted && message.topic != topic + "/rejected") {
      keep_notice(message);
      continue;
    }
    const json payload = object_of(message.payload, policy_.reply);
    if (policy_.reply.checks_token && !token.empty() && payload.value("clientToken", "") != token) {
      continue;  // of another call
    }
    if (accepted || !policy_.reply.rejected_is_error) {
      refuse_wrong_types(payload);
      return report(payload);
    }
    Failure failure{"service", payload.value("message", "")};
    failure.name = policy_.reply.code ? payload.value("code", "") : "";
    failure.name = policy_.reply.first_error_for_all ? "InvalidRequest" : failure.name;
    throw failure;
  }
}

json Client::attempt(const Call& call, const std::string& token) {
  const std::string topic = topic_of(call.operation, *call.arguments, policy_.publish);
  std::vector<std::string> filters{topic + "/accepted"};
  if (policy_.session.subscribes_to_rejected) {
    filters.push_back(topic + "/rejected");
  }
  session_.subscribe(policy_.session.subscribes && policy_.session.subscribes_first ? filters
                                                                                    : std::vector<std::string>{});
  json payload = payload_of(call.operation, *call.arguments, policy_.publish);
  if (!token.empty()) {
    payload["clientToken"] = token;
  }
  mqtt::Publish message;
  message.topic = topic;
  message.payload = payload.dump();
  message.qos = policy_.publish.qos;
  message.retain = policy_.publish.retain;
  message.dup = policy_.publish.dup;
  session_.publish(message);
  if (policy_.publish.twice) {
    session_.publish(message);
  }
  if (!policy_.session.subscribes_first) {
    session_.subscribe(filters);
  }
  return wait_for(topic, token);
}

/// What may succeed later. An update whose response is lost may have been made; with expectedVersion it is made once.
bool Client::may_repeat(const Call& call, const Failure& failure) const {
  if (failure.kind == "service") {
    return policy_.retry.retries_final || (failure.name == "RequestThrottled" && policy_.retry.retries_throttling) ||
           (failure.name == "InternalError" && policy_.retry.retries_internal);
  }
  if ((failure.kind != "timeout" && failure.kind != "transport") || session_.gave_up()) {
    return false;
  }
  return call.operation != "UpdateJobExecution" || policy_.retry.repeats_update ||
         call.arguments->contains("expectedVersion");
}

json Client::make(const Call& call) {
  if (model::mqtt_notice_named(call.operation) != nullptr) {
    return listen(call);
  }
  const std::string number = std::to_string(policy_.publish.same_token ? 1 : ++calls_);
  const std::string token = policy_.publish.tokens ? "token-" + number : "";
  for (int tried = 1;; ++tried) {
    try {
      return attempt(call, token);
    } catch (const Failure& failure) {
      if (session_.gave_up() && policy_.reply.no_connection_is_success) {
        return json::object();
      }
      if ((tried >= policy_.retry.attempts && policy_.retry.gives_up) || !may_repeat(call, failure)) {
        throw;
      }
    }
    const auto whole = static_cast<unsigned>(policy_.retry.pause.count()) << static_cast<unsigned>(std::min(tried, 6));
    std::this_thread::sleep_for(Milliseconds(whole / 2 + random_() % (whole / 2)));
  }
}

json Client::poll(const Call& call, Milliseconds every, int at_most, std::vector<json>& answers) {
  for (int made = 1;; ++made) {
    answers.push_back(make(call));
    const std::string status = status_of(answers.back());
    if (made >= at_most || std::find(kTerminal.begin(), kTerminal.end(), status) != kTerminal.end()) {
      return answers.back();
    }
    std::this_thread::sleep_for(every);
  }
}

json Client::listen(const Call& call) {
  std::string name(model::mqtt_notice_named(call.operation)->topic);
  if (policy_.notice.wrong_topic) {
    name = name == "notify" ? "notify-next" : "notify";
  }
  const std::string topic = "$aws/things/" + call.arguments->at("thingName").get<std::string>() + "/jobs/" + name;
  if (policy_.notice.listens) {
    session_.subscribe({topic});
  }
  std::vector<json>& seen = memory_->notices[topic];
  const reference::Moment deadline = reference::in(kListenTimeout);
  while (seen.size() < static_cast<std::size_t>(call.await)) {
    try {
      keep_notice(session_.receive(deadline));
    } catch (const Failure& failure) {
      if (failure.kind == "timeout") {
        throw;
      }
      session_.subscribe({});  // reconnects
    }
  }
  std::vector<json> events = seen;
  if (policy_.notice.drops_first && !events.empty()) {
    events.erase(events.begin());
  }
  if (policy_.notice.invents) {
    events.push_back({{"timestamp", 1}});
  }
  if (policy_.notice.reverses) {
    std::reverse(events.begin(), events.end());
  }
  if (policy_.notice.only_last && events.size() > 1) {
    events.erase(events.begin(), events.end() - 1);
  }
  for (json& event : events) {
    event = report(event);
  }
  return {{"events", events}};
}

}  // namespace jobrig::mqtt_reference

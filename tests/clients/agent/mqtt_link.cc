// The Jobs topics over MQTT 3.1.1, with the codec of harness/mqtt.
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "clients/agent/link.h"
#include "clients/agent/stream.h"
#include "mqtt/decoder.h"
#include "mqtt/encoder.h"

namespace jobrig::reference_agent {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kAnswerTime{10};
constexpr std::uint16_t kKeepAlive = 60;

using Clock = std::chrono::steady_clock;

milliseconds left(Clock::time_point deadline) {
  return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(deadline - Clock::now()));
}

class MqttLink final : public Link {
 public:
  explicit MqttLink(const LinkOptions& options)
      : options_(options), topics_("$aws/things/" + options.thing + "/jobs/") {}

  void connect() override {
    decoder_.emplace(mqtt::Limits{}, mqtt::Version::k311);
    notices_.clear();
    stream_.open(options_.host, options_.port);
    mqtt::Connect connect;
    connect.client_id = options_.client;
    connect.keep_alive = kKeepAlive;
    send(connect);
    const mqtt::Packet packet =
        expect([](const mqtt::Packet& one) { return std::holds_alternative<mqtt::Connack>(one); });
    if (std::get<mqtt::Connack>(packet).code != 0) {
      stream_.close();
      throw Lost("the connection was refused");
    }
    const bool again = std::exchange(was_connected_, true);
    if (options_.mutant == "late-subscribe" || (options_.mutant == "no-resubscribe" && again)) {
      return;
    }
    subscribe();
  }

  void disconnect() override {
    if (stream_.is_open()) {
      send(mqtt::Notice{});
      stream_.close();
    }
  }

  [[nodiscard]] milliseconds idle_time() const override { return std::chrono::seconds(30); }

  bool wait(milliseconds time, Notice& notice) override {
    const auto deadline = Clock::now() + time;
    while (notices_.empty()) {
      const auto packet = next(left(deadline));
      if (!packet) {
        return false;
      }
      take(*packet);
    }
    notice = std::move(notices_.front());
    notices_.pop_front();
    return true;
  }

  Response call(const std::string& operation, const std::string& job, const std::string& members) override {
    const std::string topic = topics_ + topic_of(operation, job);
    json payload = members.empty() ? json::object() : json::parse(members);
    const std::string token = options_.client + "-" + std::to_string(++tokens_);
    payload["clientToken"] = token;
    mqtt::Publish publish;
    publish.qos = 1;
    publish.packet_id = next_id();
    publish.topic = topic;
    publish.payload = payload.dump();
    send(publish);
    if (options_.mutant == "late-subscribe" && !std::exchange(subscribed_late_, true)) {
      subscribe();
    }
    const auto deadline = Clock::now() + kAnswerTime;
    while (true) {
      const auto packet = next(left(deadline));
      if (!packet) {
        stream_.close();
        throw Lost("no response");
      }
      if (auto response = response_in(*packet, topic, token)) {
        return std::move(*response);
      }
    }
  }

 private:
  static std::string topic_of(const std::string& operation, const std::string& job) {
    if (operation == "get-pending") {
      return "get";
    }
    return operation == "start-next" ? operation : job + (operation == "describe" ? "/get" : "/update");
  }

  std::uint16_t next_id() {
    last_id_ = static_cast<std::uint16_t>(last_id_ == UINT16_MAX ? 1 : last_id_ + 1);
    return last_id_;
  }

  void send(const mqtt::Packet& packet) { stream_.send(mqtt::encode(packet, mqtt::Version::k311)); }

  /// The next packet; nothing: none came in this time.
  std::optional<mqtt::Packet> next(milliseconds time) {
    const auto deadline = Clock::now() + time;
    while (true) {
      if (!stream_.is_open()) {
        throw Lost("not connected");
      }
      auto decoded = decoder_->next();
      if (decoded.breach) {
        stream_.close();
        throw Lost("not MQTT");
      }
      if (decoded.packet) {
        acknowledge(*decoded.packet);
        return std::move(*decoded.packet);
      }
      std::string bytes;
      if (!stream_.receive(bytes, left(deadline))) {
        return std::nullopt;
      }
      decoder_->feed(bytes);
    }
  }

  void acknowledge(const mqtt::Packet& packet) {
    const auto* const publish = std::get_if<mqtt::Publish>(&packet);
    if (publish != nullptr && publish->qos == 1) {
      mqtt::Ack ack;
      ack.packet_id = publish->packet_id;
      send(ack);
    }
  }

  template <typename Condition>
  mqtt::Packet expect(const Condition& condition) {
    const auto deadline = Clock::now() + kAnswerTime;
    while (true) {
      auto packet = next(left(deadline));
      if (!packet) {
        stream_.close();
        throw Lost("no response");
      }
      if (condition(*packet)) {
        return std::move(*packet);
      }
      take(*packet);
    }
  }

  void subscribe() {
    mqtt::Subscribe subscribe;
    subscribe.packet_id = next_id();
    for (const char* const filter : {"start-next/accepted", "start-next/rejected", "+/get/accepted", "+/get/rejected",
                                     "+/update/accepted", "+/update/rejected"}) {
      subscribe.subscriptions.push_back({topics_ + filter, 1});
    }
    if (options_.mutant != "deaf") {
      subscribe.subscriptions.push_back({topics_ + "notify", 1});
      subscribe.subscriptions.push_back({topics_ + "notify-next", 1});
    }
    send(subscribe);
    expect([&](const mqtt::Packet& packet) {
      const auto* const ack = std::get_if<mqtt::SubscriptionAck>(&packet);
      return ack != nullptr && ack->packet_id == subscribe.packet_id;
    });
    if (options_.mutant == "newest-first") {
      mqtt::Subscribe more;
      more.packet_id = next_id();
      more.subscriptions = {{topics_ + "get/accepted", 1}, {topics_ + "get/rejected", 1}};
      send(more);
    }
  }

  std::optional<Response> response_in(const mqtt::Packet& packet, const std::string& topic, const std::string& token) {
    const auto* const publish = std::get_if<mqtt::Publish>(&packet);
    const bool accepted = publish != nullptr && publish->topic == topic + "/accepted";
    if (!accepted && (publish == nullptr || publish->topic != topic + "/rejected")) {
      take(packet);
      return std::nullopt;
    }
    Response response;
    const json body = json::parse(publish->payload, nullptr, false);
    if (!body.is_object() || body.value("clientToken", "") != token) {
      return std::nullopt;
    }
    response.accepted = accepted;
    response.body = publish->payload;
    response.error = body.value("code", "");
    return response;
  }

  /// Keeps what is a notification.
  void take(const mqtt::Packet& packet) {
    const auto* const publish = std::get_if<mqtt::Publish>(&packet);
    if (publish == nullptr) {
      return;
    }
    const bool next = publish->topic == topics_ + "notify-next";
    if (next || publish->topic == topics_ + "notify") {
      const json body = json::parse(publish->payload, nullptr, false);
      notices_.push_back(
          {next, next && body.is_object() && body.contains("execution") ? body["execution"].value("jobId", "") : ""});
    }
  }

  const LinkOptions options_;
  const std::string topics_;
  Stream stream_;
  std::optional<mqtt::Decoder> decoder_;
  std::deque<Notice> notices_;
  std::uint16_t last_id_ = 0;
  std::uint64_t tokens_ = 0;
  bool was_connected_ = false;
  bool subscribed_late_ = false;
};

}  // namespace

std::unique_ptr<Link> make_mqtt_link(const LinkOptions& options) { return std::make_unique<MqttLink>(options); }

}  // namespace jobrig::reference_agent

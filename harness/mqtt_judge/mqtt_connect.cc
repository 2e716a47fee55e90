// mqtt-connect: the connections of the client and what its CONNECT packets say.
//   mqtt-connect: {client-id: "{thing}", keep-alive: true}
//   mqtt-connect: {count: 2..}    at least two accepted connections
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/quote.h"
#include "judge/make_check.h"
#include "mqtt/decoder.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

struct ConnectWish {
  std::optional<judge::CountRange> count;
  std::string client_id;  // empty: any
  bool keep_alive = false;
  std::optional<std::int64_t> keep_alive_seconds;
  std::string expected;
};

std::optional<mqtt::Connect> connect_in(const model::PacketRecord& packet) {
  mqtt::Decoder decoder;
  decoder.feed(packet.bytes);
  const mqtt::Decoded decoded = decoder.next();
  const auto* const connect = decoded.packet ? std::get_if<mqtt::Connect>(&*decoded.packet) : nullptr;
  return connect == nullptr ? std::nullopt : std::optional(*connect);
}

std::optional<std::string> difference_of(const ConnectWish& wish, const mqtt::Connect& connect) {
  if (!wish.client_id.empty() && connect.client_id != wish.client_id) {
    return "the client identifier " + base::quoted(connect.client_id);
  }
  if ((wish.keep_alive && connect.keep_alive == 0) ||
      (wish.keep_alive_seconds && connect.keep_alive != *wish.keep_alive_seconds)) {
    return connect.keep_alive == 0 ? "no keep-alive" : "a keep-alive of " + std::to_string(connect.keep_alive) + "s";
  }
  return std::nullopt;
}

model::Finding judge_mqtt_connect(const ConnectWish& wish, const model::CaseRecord& record) {
  std::size_t accepted = 0;
  std::size_t seen = 0;
  for (const model::PacketRecord& packet : record.packets) {
    accepted += wire::is_to_client(packet, "CONNACK") && packet.reason.value_or(0) == 0 ? 1 : 0;
    if (!wire::is_from_client(packet, "CONNECT")) {
      continue;
    }
    ++seen;
    const auto connect = connect_in(packet);
    const auto found = connect ? difference_of(wish, *connect) : std::optional<std::string>("an invalid CONNECT");
    if (found) {
      return {false, wish.expected, *found};
    }
  }
  const bool holds = wish.count ? wish.count->contains(static_cast<std::int64_t>(accepted)) : seen > 0;
  return {holds, wish.expected, judge::count_in_words(accepted, "accepted connection")};
}

judge::CheckPointer make_mqtt_connect(judge::Settings& settings) {
  ConnectWish wish;
  wish.count = settings.count("count", "how many connections are accepted");
  wish.client_id = settings.text("client-id", "the client identifier").value_or("");
  wish.keep_alive = settings.boolean("keep-alive", "a keep-alive other than 0", false);
  wish.keep_alive_seconds = settings.integer("keep-alive-seconds", "the keep-alive in seconds", 1, 65535);
  settings.require_any();
  if (!settings.finish()) {
    return nullptr;
  }
  const auto add = [&wish](bool given, const std::string& words) {
    wish.expected += given ? (wish.expected.empty() ? "" : ", ") + words : "";
  };
  add(wish.count.has_value(), wish.count ? judge::in_words(*wish.count, "accepted connection") : "");
  add(!wish.client_id.empty(), "the client identifier " + base::quoted(wish.client_id));
  add(wish.keep_alive, "a keep-alive");
  add(wish.keep_alive_seconds.has_value(),
      "a keep-alive of " + std::to_string(wish.keep_alive_seconds.value_or(0)) + "s");
  const auto silence = wish.count && wish.count->contains(0) ? judge::Silence::kAllowed : judge::Silence::kFails;
  return judge::make_check(
      settings, [wish = std::move(wish)](const model::CaseRecord& record) { return judge_mqtt_connect(wish, record); },
      silence);
}

}  // namespace

void declare_mqtt_connect(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-connect", "the connections of the client and what its CONNECT packets say",
                   "mqtt-connect: {client-id: \"{thing}\"}", make_mqtt_connect, model::Reports::kNothing, false,
                   judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge

#include "support/mqtt_server.h"

#include <algorithm>
#include <stdexcept>

#include "support/hang_guard.h"
#include "support/mqtt.h"

namespace jobrig::test {
namespace {

class MqttTestStage final : public hosting::Stage {
 public:
  using Stage::Stage;
  void record(model::Exchange&& /*exchange*/) override {}
};

}  // namespace

void PacketLog::record(model::PacketRecord&& record) noexcept {
  const std::lock_guard lock(mutex_);
  records_.push_back(std::move(record));
  changed_.notify_all();
}

std::vector<model::PacketRecord> PacketLog::all() const {
  const std::lock_guard lock(mutex_);
  return records_;
}

model::PacketRecord PacketLog::wait_for(const std::function<bool(const model::PacketRecord&)>& wanted) {
  std::unique_lock lock(mutex_);
  model::PacketRecord found;
  const bool came = changed_.wait_for(lock, kHangGuard, [&] {
    const auto at = std::find_if(records_.begin(), records_.end(), wanted);
    if (at != records_.end()) {
      found = *at;
    }
    return at != records_.end();
  });
  if (!came) {
    throw std::runtime_error("no such packet was recorded");
  }
  return found;
}

std::string PacketLog::wait_for_end(std::uint64_t connection) {
  return wait_for([connection](const model::PacketRecord& one) {
           return one.connection == connection && one.packet == "closed";
         })
      .detail;
}

MqttTestServer::MqttTestServer(model::Scenario scenario, mqtt_serve::MqttServerOptions options,
                               mqtt::BrokerSettings settings)
    : scenario_(std::make_shared<const model::Scenario>(std::move(scenario))),
      stage_(std::make_shared<MqttTestStage>(scenario_, 7)) {
  auto http = serve::Server::start({}, stage_->http, exchanges, stage_->clock);
  auto started = mqtt_hosting::MqttEndpoint::start(std::move(options), stage_, log, std::move(settings));
  if (!http || !started) {
    throw std::runtime_error(http ? started.error().message : http.error().message);
  }
  http_ = std::move(*http);
  mqtt_ = std::move(*started);
}

std::string receive_packet(ReceivingClient& client) {
  std::string bytes = client.receive(2);
  std::size_t length = static_cast<unsigned char>(bytes[1]) & 0x7FU;
  for (unsigned shift = 7; (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0; shift += 7) {
    bytes += client.receive(1);
    length |= (static_cast<std::size_t>(static_cast<unsigned char>(bytes.back())) & 0x7FU) << shift;
  }
  return length == 0 ? bytes : bytes + client.receive(length);
}

mqtt::Packet receive_any_mqtt(ReceivingClient& client, mqtt::Version version) {
  return decode_mqtt(receive_packet(client), version).packets.at(0);
}

}  // namespace jobrig::test

#include "mqtt_hosting/records.h"

#include <utility>

#include "hosting/exchange_sinks.h"
#include "report/packet_line.h"

namespace jobrig::mqtt_hosting {

void MqttRecords::record(model::PacketRecord&& record) noexcept {
  try {
    if (targets_.terminal != nullptr) {
      targets_.terminal->write(hosting::log_time(clock_.civil()) + "  " + report::packet_line(record));
    }
    if (targets_.file != nullptr) {
      targets_.file->note(record);
    }
    if (targets_.keeps) {
      const std::shared_ptr<hosting::Sandbox> sandbox = topics_.sandbox_of(record.connection);
      sandbox->packet_counts().count(record);
      sandbox->generation()->record(std::move(record));
    }
  } catch (...) {  // NOLINT(bugprone-empty-catch): without memory, records are dropped
  }
}

}  // namespace jobrig::mqtt_hosting

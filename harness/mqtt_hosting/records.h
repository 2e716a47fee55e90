// MQTT records: pass the record of each packet to the terminal, the journal file and its sandbox. They decide nothing.
#pragma once

#include "base/clock.h"
#include "hosting/terminal.h"
#include "journal/file.h"
#include "model/packet_record.h"
#include "mqtt_hosting/sandboxes.h"

namespace jobrig::mqtt_hosting {

/// Where the records of `serve` go; null: not there. All are borrowed.
struct MqttRecordTargets {
  hosting::Terminal* terminal = nullptr;
  journal::JournalFile* file = nullptr;
  bool keeps = false;  // in the memory of the sandbox, with its metrics
};

/// For the thread of the MQTT server.
class MqttRecords final : public model::PacketSink {
 public:
  /// `clock`: of the machine, not of the scenario: other logs have the same time.
  MqttRecords(MqttRecordTargets targets, const MqttSandboxes& topics, const base::Clock& clock)
      : targets_(targets), topics_(topics), clock_(clock) {}

  void record(model::PacketRecord&& record) noexcept override;

 private:
  const MqttRecordTargets targets_;
  const MqttSandboxes& topics_;
  const base::Clock& clock_;
};

}  // namespace jobrig::mqtt_hosting

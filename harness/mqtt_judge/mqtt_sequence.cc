// mqtt-sequence: the client sends requests of these operations in this order. Repetitions in a row count once.
//   mqtt-sequence: {operations: [StartNextPendingJobExecution, UpdateJobExecution]}
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/suggest.h"
#include "contract/operations.h"
#include "judge/make_check.h"
#include "wire/packets.h"

namespace jobrig::mqtt_judge {
namespace {

std::string with_commas(const std::vector<std::string>& operations) {
  std::string text;
  for (const std::string& operation : operations) {
    text += (text.empty() ? "" : ", ") + operation;
  }
  return text.empty() ? "no request" : text;
}

model::Finding judge_mqtt_sequence(const std::vector<std::string>& operations, const model::CaseRecord& record) {
  std::vector<std::string> seen;
  for (const model::PacketRecord* const request : wire::jobs_requests_of(record)) {
    if (seen.empty() || seen.back() != request->operation) {
      seen.push_back(request->operation);
    }
  }
  return {seen == operations, with_commas(operations), with_commas(seen)};
}

judge::CheckPointer make_mqtt_sequence(judge::Settings& settings) {
  std::vector<std::string> operations;
  const base::Node* const node =
      settings.node({"operations", "the operations in order", "operations", judge::Need::kRequired});
  if (node != nullptr && (!node->is_list() || node->items.size() < 2)) {
    settings.report("operations", "\"operations\" must be a list of at least two operations");
  }
  for (const base::Node& item : node == nullptr ? std::vector<base::Node>() : node->items) {
    operations.push_back(
        base::read_word(item, "an operation", contract::operation_names(), settings.diagnostics()).value_or(""));
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return judge::make_check(settings, [operations = std::move(operations)](const model::CaseRecord& record) {
    return judge_mqtt_sequence(operations, record);
  });
}

}  // namespace

void declare_mqtt_sequence(std::vector<judge::CheckKind>& kinds) {
  kinds.push_back({"mqtt-sequence", "the client sends requests of these operations in this order",
                   "mqtt-sequence: {operations: [StartNextPendingJobExecution, UpdateJobExecution]}",
                   make_mqtt_sequence, model::Reports::kNothing, false, judge::Transport::kMqtt});
}

}  // namespace jobrig::mqtt_judge

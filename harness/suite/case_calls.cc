#include "suite/case_calls.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_text.h"
#include "base/suggest.h"
#include "contract/editions.h"
#include "contract/operations.h"
#include "model/mqtt_notices.h"

namespace jobrig::suite {
namespace {

// More polls and calls only take time.
constexpr std::int64_t kMaxPolls = 1000;
constexpr std::int64_t kMaxRepeat = 5000;
constexpr std::int64_t kMaxAwaited = 1000;
constexpr std::array<std::string_view, 6> kOwnKeys{"operation", "after", "poll", "repeat", "await", "fresh"};

bool is_own_key(std::string_view key) { return std::find(kOwnKeys.begin(), kOwnKeys.end(), key) != kOwnKeys.end(); }

/// All other members of a call are arguments.
void read_arguments(const base::Node& node, const contract::OperationRow& operation, model::CaseCall& call,
                    base::Diagnostics& diagnostics) {
  for (const base::Entry& entry : node.entries) {
    if (is_own_key(entry.key)) {
      continue;
    }
    if (!contract::has_argument(operation, entry.key)) {
      std::vector<std::string_view> words;
      for (const contract::ArgumentRow& argument : operation.arguments) {
        words.push_back(argument.name);
      }
      words.insert(words.end(), kOwnKeys.begin(), kOwnKeys.end());
      diagnostics.add(entry.key_location, std::string(operation.name) + " has no argument " + base::quoted(entry.key) +
                                              base::did_you_mean(entry.key, words));
    } else if (auto json = base::json_text(entry.value, base::quoted(entry.key), diagnostics)) {
      call.arguments.push_back({entry.key, std::move(*json)});
    }
  }
}

void add_name(std::string_view argument, const std::string& name, const contract::OperationRow& operation,
              model::CaseCall& call) {
  const bool given = std::any_of(call.arguments.begin(), call.arguments.end(),
                                 [&](const model::Argument& one) { return one.name == argument; });
  if (contract::has_argument(operation, argument) && !given) {
    call.arguments.push_back({std::string(argument), "\"" + name + "\""});
  }
}

std::optional<model::Polling> read_polling(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a poll", diagnostics);
  fields.required("every");
  fields.required("at-most");
  const auto every = fields.duration("every");
  const auto at_most = fields.integer("at-most", 1, kMaxPolls);
  fields.finish();
  return every && at_most ? std::optional(model::Polling{*every, *at_most}) : std::nullopt;
}

const contract::OperationRow* read_operation(base::Fields& fields, model::Edition edition) {
  fields.required("operation");
  const auto word = fields.word("operation", contract::operation_names());
  const auto operation = word ? contract::operation_named(*word) : std::nullopt;
  if (operation && !contract::has_operation(edition, *operation)) {
    fields.report("operation", *word + " is not in this edition of the contract; state \"contract: current\"");
    return nullptr;
  }
  return operation ? &contract::row_of(*operation) : nullptr;
}

/// A call that subscribes to notifications: {operation: NextJobExecutionChanged, await: 1}.
void read_notice(const base::Node& node, const model::MqttNotice& notice, const model::CaseNames& names,
                 std::vector<model::CaseCall>& calls, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "a call of " + std::string(notice.name), diagnostics);
  fields.node("operation");
  model::CaseCall call;
  call.operation = std::string(notice.name);
  call.location = node.location;
  call.after = fields.duration("after").value_or(base::Duration::zero());
  call.await = fields.integer("await", 0, kMaxAwaited).value_or(0);
  call.arguments.push_back({"thingName", "\"" + names.thing + "\""});
  fields.finish();
  calls.push_back(std::move(call));
}

/// The notification that the call is about. Null: it is a call of the API.
const model::MqttNotice* notice_of(const base::Node& node) {
  const base::Node* const operation = node.find("operation");
  return operation != nullptr && operation->is_scalar() ? model::mqtt_notice_named(operation->text) : nullptr;
}

void read_call(const base::Node& node, const model::CaseNames& names, model::Edition edition, bool mqtt,
               std::vector<model::CaseCall>& calls, base::Diagnostics& diagnostics) {
  if (!node.is_map()) {
    diagnostics.add(node.location, "a call must be a map, such as {operation: DescribeJobExecution}, not " +
                                       std::string(base::describe(node)));
    return;
  }
  if (const model::MqttNotice* const notice = notice_of(node)) {
    if (!mqtt) {
      diagnostics.add(node.location, std::string(notice->name) + " is sent over MQTT; add \"serve: {mqtt: true}\"");
    }
    return read_notice(node, *notice, names, calls, diagnostics);
  }
  base::Fields fields(node, "a call", diagnostics);
  const contract::OperationRow* const operation = read_operation(fields, edition);
  model::CaseCall call;
  call.location = node.location;
  call.after = fields.duration("after").value_or(base::Duration::zero());
  call.fresh = fields.boolean("fresh").value_or(false);
  if (const base::Node* const poll = fields.node("poll")) {
    call.polling = read_polling(*poll, diagnostics);
  }
  const std::int64_t repeat = fields.integer("repeat", 1, kMaxRepeat).value_or(1);
  if (operation == nullptr) {
    return;
  }
  call.operation = std::string(operation->name);
  read_arguments(node, *operation, call, diagnostics);
  add_name("thingName", names.thing, *operation, call);
  add_name("jobId", names.job, *operation, call);
  calls.insert(calls.end(), static_cast<std::size_t>(repeat), call);
}

}  // namespace

std::vector<model::CaseCall> read_calls(base::Fields& fields, const model::CaseNames& names, model::Edition edition,
                                        bool mqtt, base::Diagnostics& diagnostics) {
  std::vector<model::CaseCall> calls;
  const base::Node* const one = fields.node("call");
  const base::Node* const several = fields.node("calls");
  if ((one == nullptr) == (several == nullptr)) {
    fields.report(one == nullptr ? "call" : "calls",
                  "a case has either \"call\" (a map) or \"calls\" (a list of them)");
  } else if (one != nullptr) {
    read_call(*one, names, edition, mqtt, calls, diagnostics);
  } else if (!several->is_list() || several->items.empty()) {
    fields.report("calls", "\"calls\" must be a list of at least one call");
  } else {
    for (const base::Node& node : several->items) {
      read_call(node, names, edition, mqtt, calls, diagnostics);
    }
  }
  return calls;
}

}  // namespace jobrig::suite

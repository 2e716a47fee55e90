#include "load/steps.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "contract/statuses.h"
#include "load/details.h"
#include "load/execution_times.h"
#include "load/executions.h"
#include "load/job_document.h"
#include "load/name_pattern.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxCalls = 1'000'000'000;
constexpr std::array<std::string_view, 6> kTriggers{"after",    "at",        "on-describe",
                                                    "on-start", "on-update", "on-terminal"};
constexpr std::array<std::string_view, 7> kEffects{"status", "details", "document",      "document-file",
                                                   "remove", "arrive",  "next-execution"};

template <std::size_t count>
std::string in_words(const std::array<std::string_view, count>& keys) {
  std::string words;
  for (std::size_t i = 0; i < count; ++i) {
    words += (i == 0 ? "\"" : i + 1 == count ? " and \"" : ", \"") + std::string(keys.at(i)) + "\"";
  }
  return words;
}

template <std::size_t count>
std::ptrdiff_t present(base::Fields& fields, const std::array<std::string_view, count>& keys) {
  return std::count_if(keys.begin(), keys.end(), [&](std::string_view key) { return fields.node(key) != nullptr; });
}

void read_trigger(base::Fields& fields, const base::Node& node, model::Transition& step, const Context& context) {
  step.after = fields.duration("after");
  step.at = read_time(fields, "at", context.diagnostics);
  if (step.at && step.at->relative && step.at->offset < base::Duration::zero()) {
    fields.report("at", "\"at\" is before the clock's start; a scenario begins with its start");
  }
  step.on_describe = fields.integer("on-describe", 1, kMaxCalls);
  step.on_start = fields.integer("on-start", 1, kMaxCalls);
  step.on_update = fields.integer("on-update", 1, kMaxCalls);
  step.on_terminal = fields.duration("on-terminal");
  const std::ptrdiff_t triggers = present(fields, kTriggers);
  if (node.is_map() && triggers != 1) {
    context.diagnostics.add(node.location, "a step of \"then\" needs one of " + in_words(kTriggers) +
                                               (triggers == 0 ? "" : ", not several"));
  }
}

/// The status at which the step happens, as far as the file says: the device may have done more.
model::Status status_before(const model::Transition& step, model::Status from) {
  const bool by_device = step.on_start || step.on_update;
  if (by_device && from == model::Status::kQueued) {
    return model::Status::kInProgress;
  }
  return step.on_terminal && !contract::is_terminal(from) ? model::Status::kSucceeded : from;
}

void check_change(base::Fields& fields, const model::Transition& step, model::Status from) {
  constexpr std::string_view kAdvice = "; add \"off-contract: true\" to the execution to allow it";
  if (step.on_terminal && (step.status || step.details)) {
    fields.report(step.status ? "status" : "details",
                  "a terminal status is final, so a step with \"on-terminal\" cannot change it" + std::string(kAdvice));
  } else if (step.status && !contract::may_become(from, *step.status)) {
    fields.report("status", std::string(contract::word_of(from)) + " cannot become " +
                                std::string(contract::word_of(*step.status)) + std::string(kAdvice));
  }
}

void read_arrive(base::Fields& fields, model::Transition& step, const Context& context) {
  const base::Node* const node = fields.node("arrive");
  const auto name = node == nullptr ? std::nullopt : fields.text("arrive");
  if (!name) {
    return;
  }
  auto pattern = parse_name_pattern(*name);
  if (!pattern) {
    context.diagnostics.add(node->location, pattern.error().message);
    return;
  }
  step.arrivals.push_back({std::move(pattern).value(), 0, std::nullopt, node->location});
}

/// Reads the execution that follows: the same job with the next number.
void read_next_execution(base::Fields& fields, const model::Execution& execution, model::Transition& step,
                         std::vector<model::Execution>& later, const Context& context) {
  const base::Node* const node = fields.node("next-execution");
  if (node == nullptr) {
    return;
  }
  if (execution.number == std::numeric_limits<std::int64_t>::max()) {
    context.diagnostics.add(node->location,
                            "the number after " + std::to_string(execution.number) + " exceeds 64 bits");
    return;
  }
  base::Fields inner(*node, "a next execution", context.diagnostics);
  model::Execution next = read_execution(inner, execution.number + 1, node->location, later, context);
  refuse_times_of_arrival(inner);
  inner.finish();
  next.exists_from = model::ExistsFrom::kPredecessor;
  step.arrivals.push_back({std::nullopt, 0, next.number, node->location});
  later.push_back(std::move(next));
}

/// Reads one step. Returns nothing if its status is invalid.
std::optional<model::Transition> read_step(const base::Node& node, model::Status& status,
                                           const model::Execution& execution, std::vector<model::Execution>& later,
                                           const Context& context) {
  base::Fields fields(node, "a step of \"then\"", context.diagnostics);
  model::Transition step;
  step.location = node.location;
  read_trigger(fields, node, step, context);
  step.status = read_status(fields);
  if (const base::Node* const details = fields.node("details")) {
    step.details = read_details(*details, execution.off_contract, context);
  }
  step.document = read_document(fields, execution.off_contract, context);
  step.remove = fields.boolean("remove").value_or(false);
  read_arrive(fields, step, context);
  read_next_execution(fields, execution, step, later, context);
  fields.finish();
  if (node.is_map() && present(fields, kEffects) == 0) {
    context.diagnostics.add(node.location, "a step of \"then\" needs at least one of " + in_words(kEffects));
  }
  if (fields.node("status") != nullptr && !step.status) {
    return std::nullopt;
  }
  status = status_before(step, status);
  if (!execution.off_contract) {
    check_change(fields, step, status);
  }
  status = step.status.value_or(status);
  return step;
}

}  // namespace

void read_then(base::Fields& fields, model::Execution& execution, std::vector<model::Execution>& later,
               const Context& context) {
  const base::Node* const node = fields.node("then");
  if (node == nullptr) {
    return;
  }
  if (!node->is_list()) {
    context.diagnostics.add(node->location,
                            "\"then\" must be a list of steps, not " + std::string(base::describe(*node)));
    return;
  }
  model::Status status = execution.status;
  for (const base::Node& item : node->items) {
    if (auto step = read_step(item, status, execution, later, context)) {
      execution.then.push_back(std::move(*step));
    }
  }
}

}  // namespace jobrig::load

#include "load/executions.h"

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/units.h"
#include "contract/statuses.h"
#include "load/any.h"
#include "load/details.h"
#include "load/execution_times.h"
#include "load/job_document.h"
#include "load/steps.h"

namespace jobrig::load {
namespace {

// AWS IoT Core endpoints and quotas, "AWS IoT job retry": at most 10 retries.
constexpr std::int64_t kMaxRetries = 10;
// AWS IoT Developer Guide, "Job execution timeout configuration": a timeout can happen up to 60 seconds late.
constexpr base::Duration kMaxTimeoutDelay = std::chrono::seconds(60);
constexpr std::int64_t kMaxSecondsLeft = 7 * 24 * 3600;  // the longest timeout of a job

std::vector<std::string_view> status_words() {
  std::vector<std::string_view> words;
  for (const auto& row : contract::statuses()) {
    words.push_back(row.word);
  }
  return words;
}

std::optional<base::Duration> read_timeout(base::Fields& fields) {
  const auto timeout = fields.duration("timeout");
  if (timeout && *timeout == base::Duration::zero()) {
    fields.report("timeout", "\"timeout\" must be longer than 0s");
    return std::nullopt;
  }
  return timeout;
}

/// Appends the executions that follow a failure: the same job with the next numbers, QUEUED.
void add_retries(base::Fields& fields, model::Execution& execution, std::vector<model::Execution>& later) {
  const std::int64_t retries = fields.integer("retries", 0, kMaxRetries).value_or(0);
  if (execution.number > std::numeric_limits<std::int64_t>::max() - retries) {
    fields.report("retries",
                  std::to_string(retries) + " numbers after " + std::to_string(execution.number) + " exceed 64 bits");
    return;
  }
  for (std::int64_t retry = 1; retry <= retries; ++retry) {
    model::Execution next;
    next.number = execution.number + retry;
    next.timeout = execution.timeout;
    next.timeout_delay = execution.timeout_delay;
    next.seconds_while_queued = execution.seconds_while_queued;
    next.exists_from = model::ExistsFrom::kPredecessor;
    next.retried_as = retry < retries ? std::optional(next.number + 1) : std::nullopt;
    next.off_contract = execution.off_contract;
    next.location = execution.location;
    later.push_back(std::move(next));
  }
  execution.retried_as = retries > 0 ? std::optional(execution.number + 1) : std::nullopt;
}

/// `others_drawn`: what is not stated will be drawn.
model::Execution read_values(base::Fields& fields, std::optional<std::int64_t> number, const base::Location& location,
                             std::vector<model::Execution>& later, bool others_drawn, const Context& context) {
  model::Execution execution;
  execution.location = location;
  execution.off_contract = fields.boolean("off-contract").value_or(false);
  const auto status = read_status(fields);
  const bool has_started = others_drawn && fields.node("started") != nullptr;  // QUEUED will not be drawn
  execution.status = status.value_or(has_started ? model::Status::kInProgress : model::Status::kQueued);
  execution.number =
      number ? *number : fields.integer("number", 1, std::numeric_limits<std::int64_t>::max()).value_or(1);
  const std::int64_t least = execution.off_contract ? std::numeric_limits<std::int64_t>::min() : 1;
  execution.version_number =
      fields.integer("version", least, std::numeric_limits<std::int64_t>::max()).value_or(execution.version_number);
  if (const base::Node* const details = fields.node("details")) {
    execution.details = read_details(*details, execution.off_contract, context);
  }
  // An invalid status has already been reported. Checks that depend on it are skipped.
  const bool status_known = status || fields.node("status") == nullptr;
  const bool times_known = !others_drawn || fields.node("queued") != nullptr;
  read_times(fields, status_known && times_known && !execution.off_contract, execution, context);
  execution.document = read_document(fields, execution.off_contract, context);
  execution.timeout = read_timeout(fields);
  execution.timeout_delay = read_timeout_delay(fields).value_or(context.timeout_delay);
  execution.seconds_while_queued = fields.integer("approximate-seconds-before-timed-out", 0, kMaxSecondsLeft);
  read_then(fields, execution, later, context);
  add_retries(fields, execution, later);
  return execution;
}

}  // namespace

std::optional<model::Status> read_status(base::Fields& fields) {
  const base::Node* const node = fields.node("status");
  if (node != nullptr && node->is_scalar() && node->text == "SUCCESS") {
    fields.report("status", "\"status\" must be SUCCEEDED; SUCCESS is not in the enumeration of the contract");
    return std::nullopt;
  }
  const auto word = fields.word("status", status_words());
  return word ? contract::status_named(*word) : std::nullopt;
}

std::optional<base::Duration> read_timeout_delay(base::Fields& fields) {
  const auto delay = fields.duration("timeout-delay");
  if (delay && *delay > kMaxTimeoutDelay) {
    fields.report("timeout-delay", "\"timeout-delay\" is at most 60s: the service is not later");
    return std::nullopt;
  }
  return delay;
}

void refuse_times_of_arrival(base::Fields& fields) {
  for (const std::string_view key : {"queued", "started", "updated"}) {
    if (fields.node(key) != nullptr) {
      fields.report(key, "an execution that a step lets arrive has no \"" + std::string(key) +
                             "\": its times are those of its arrival");
    }
  }
}

model::Execution read_execution(base::Fields& fields, std::optional<std::int64_t> number,
                                const base::Location& location, std::vector<model::Execution>& later,
                                const Context& context) {
  const base::Node* const any = fields.node("any");
  if (any == nullptr) {
    return read_values(fields, number, location, later, false, context);
  }
  const std::size_t before = later.size();
  base::Fields values(*any, "\"any\"", context.diagnostics);
  model::Execution execution = read_values(values, number, location, later, true, context);
  leave_to_chance(values, number.has_value(), later.size() > before, execution);
  values.finish();
  return execution;
}

}  // namespace jobrig::load

#include "load/execution_times.h"

#include <string>

#include "base/units.h"

namespace jobrig::load {
namespace {

std::string in_words(const model::ScenarioTime& time) {
  return time.relative ? base::format_duration(time.offset) : base::format_instant(time.instant);
}

/// True if `a` is after `b`; false if they cannot be compared.
bool is_after(const model::ScenarioTime& a, const model::ScenarioTime& b, const Context& context) {
  if (a.relative && b.relative) {
    return a.offset > b.offset;
  }
  if ((a.relative || b.relative) && !context.start) {
    return false;
  }
  const base::Instant start = context.start.value_or(base::Instant());
  return a.on_clock(start) > b.on_clock(start);
}

}  // namespace

std::optional<model::ScenarioTime> read_time(base::Fields& fields, std::string_view key,
                                             base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  model::ScenarioTime time;
  if (node->is_scalar()) {
    const bool plus = node->text.starts_with('+') && !node->text.starts_with("+-");
    if (const auto offset = base::parse_duration(std::string_view(node->text).substr(plus ? 1 : 0))) {
      time.offset = *offset;
      return time;
    }
    if (const auto instant = base::parse_instant(node->text)) {
      time.relative = false;
      time.instant = *instant;
      return time;
    }
  }
  diagnostics.add(node->location,
                  "\"" + std::string(key) +
                      "\" must be a time from the clock's start such as -5m or +5m, or "
                      "a moment such as 2026-01-01T00:00:00Z, not " +
                      (node->is_scalar() ? base::quoted(node->text) : std::string(base::describe(*node))));
  return std::nullopt;
}

namespace {

/// Without a sign, a reader cannot know whether `5m` is five minutes after the start or, as in an age, before it.
std::optional<model::ScenarioTime> read_signed_time(base::Fields& fields, std::string_view key,
                                                    base::Diagnostics& diagnostics) {
  const auto time = read_time(fields, key, diagnostics);
  const std::string text = time ? fields.node(key)->text : "";
  if (time && time->relative && time->offset != base::Duration::zero() && text.front() != '-' && text.front() != '+') {
    fields.report(key, "\"" + std::string(key) + "\" needs a sign: +" + text + " is after the clock's start, -" + text +
                           " is before it");
    return std::nullopt;
  }
  return time;
}

}  // namespace

void read_times(base::Fields& fields, bool check_order, model::Execution& execution, const Context& context) {
  execution.queued_at = read_signed_time(fields, "queued", context.diagnostics);
  execution.started_at = read_signed_time(fields, "started", context.diagnostics);
  execution.last_updated_at = read_signed_time(fields, "updated", context.diagnostics);
  if (!check_order) {
    return;
  }
  if (execution.started_at && execution.status == model::Status::kQueued) {
    fields.report("started", "an execution that is QUEUED has not started: leave \"started\" out, or give it a status");
    return;
  }
  const model::ScenarioTime queued = execution.queued_at.value_or(model::ScenarioTime{});
  const std::string queued_words = execution.queued_at ? in_words(queued) : "the clock's start when it is not given";
  if (execution.started_at && is_after(queued, *execution.started_at, context)) {
    fields.report("started",
                  "\"started\" (" + in_words(*execution.started_at) + ") is before \"queued\" (" + queued_words + ")");
  }
  // AWS CLI Command Reference, describe-job-execution and start-next-pending-job-execution, Examples: pending
  // executions were updated before they were queued and started.
  if (execution.status == model::Status::kQueued || execution.status == model::Status::kInProgress) {
    return;
  }
  const bool has_started = execution.started_at.has_value();
  const model::ScenarioTime before = execution.started_at.value_or(queued);
  if (execution.last_updated_at && is_after(before, *execution.last_updated_at, context)) {
    fields.report("updated", "\"updated\" (" + in_words(*execution.last_updated_at) + ") is before \"" +
                                 (has_started ? "started" : "queued") + "\" (" +
                                 (has_started ? in_words(before) : queued_words) + ")");
  }
}

}  // namespace jobrig::load

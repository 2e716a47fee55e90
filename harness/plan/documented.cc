#include "plan/documented.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include "base/json_string.h"
#include "contract/statuses.h"
#include "plan/error_reply.h"
#include "plan/json_numbers.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kNotFound = "ResourceNotFoundException";

std::string in_quotes(std::string_view name) { return '"' + std::string(name) + '"'; }

void append_member(std::string& json, std::string_view name) {
  json += ",\"";
  json += name;
  json += "\":";
}

// AWS IoT API Reference, JobExecution, approximateSecondsBeforeTimedOut. A timeout may happen later than announced.
void append_seconds_left(std::string& json, const state::ExecutionState& execution, base::Instant now) {
  std::optional<std::int64_t> seconds;
  if (const auto deadline = execution.deadline()) {
    seconds = std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(*deadline - now).count());
  } else if (execution.status() == model::Status::kQueued) {
    seconds = execution.written().seconds_while_queued;
  }
  if (seconds) {
    append_member(json, "approximateSecondsBeforeTimedOut");
    append_json_integer(json, *seconds);
  }
}

}  // namespace

base::Instant unchanged_until(const Question& question, const state::ExecutionState& execution) {
  const std::optional<base::Instant> deadline = execution.deadline();
  if (question.scenario.edition != model::Edition::kCurrent || !deadline || *deadline <= question.now) {
    return base::Instant::max();
  }
  // append_seconds_left() says so many seconds until fewer are left.
  return *deadline - (std::chrono::ceil<std::chrono::seconds>(*deadline - question.now) - std::chrono::seconds(1));
}

void append_document(std::string& json, std::string_view before, const Question& question,
                     const state::ExecutionState& execution) {
  if (execution.document() != nullptr) {
    json += before;
    question.documents.append(json, *execution.document(), execution.reads(), question.now);
  }
}

void append_details(std::string& json, const model::Details& details) {
  char before = '{';
  for (const auto& [key, value] : details) {
    json += before;
    base::append_json_string(json, key);
    json += ':';
    base::append_json_string(json, value);
    before = ',';
  }
  json += details.empty() ? "{}" : "}";
}

void append_execution(std::string& json, const Question& question, std::string_view thing, const state::JobState& job,
                      const state::ExecutionState& execution, bool with_document) {
  const model::TimestampUnit unit = question.scenario.timestamps;
  json += "{\"jobId\":";
  base::append_json_string(json, job.id);
  append_member(json, "thingName");
  base::append_json_string(json, thing);
  append_member(json, "status");
  json += '"';
  json += contract::word_of(execution.status());
  json += '"';
  if (!execution.details().empty()) {
    append_member(json, "statusDetails");
    append_details(json, execution.details());
  }
  append_member(json, "queuedAt");
  append_json_timestamp(json, execution.queued_at(), unit);
  if (execution.started_at()) {
    append_member(json, "startedAt");
    append_json_timestamp(json, *execution.started_at(), unit);
  }
  append_member(json, "lastUpdatedAt");
  append_json_timestamp(json, execution.last_updated_at(), unit);
  append_member(json, "versionNumber");
  append_json_integer(json, execution.version_number());
  append_member(json, "executionNumber");
  append_json_integer(json, execution.written().number);
  if (question.scenario.edition == model::Edition::kCurrent) {
    append_seconds_left(json, execution, question.now);
  }
  if (with_document) {
    append_document(json, ",\"jobDocument\":", question, execution);
  }
  json += '}';
}

void fill_documented_reply(DocumentedAnswer&& answer, std::string request_id, model::Reply& reply) {
  reply.off_contract = answer.off_contract;
  if (!answer.error.empty()) {
    fill_error_reply(answer.error, answer.message, std::move(request_id), reply, answer.body);
    return;
  }
  reply.body = std::move(answer.body);
  reply.request_id = std::move(request_id);
}

DocumentedAnswer no_such_thing(const Question& question) {
  return {{}, kNotFound, "unknown thing " + in_quotes(question.call.thing)};
}

DocumentedAnswer no_such_job(const Question& question) {
  return {{}, kNotFound, "the thing " + in_quotes(question.call.thing) + " has no job " + in_quotes(question.call.job)};
}

DocumentedAnswer no_such_execution(const Question& question) {
  const auto number = question.call.arguments.execution_number;
  return {{},
          kNotFound,
          "the job " + in_quotes(question.call.job) + " of the thing " + in_quotes(question.call.thing) +
              " has no execution" + (number ? " " + std::to_string(*number) : " at this time")};
}

DocumentedAnswer answer_documented(const Question& question) {
  constexpr std::array kAnswers{
#define JOBRIG_OPERATION(name, stem) &answer_##stem,
#include "model/operations.def"
#undef JOBRIG_OPERATION
  };
  return kAnswers.at(static_cast<std::size_t>(*question.call.operation))(question);
}

}  // namespace jobrig::plan

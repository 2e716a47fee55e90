// Model check: random sequences of calls against an independent model of the executions (support/reference_jobs.h). To
// replay a failure, set JOBRIG_MODEL_SEED to the seed that it prints.
#include <chrono>
#include <cstdlib>
#include <optional>
#include <random>
#include <sstream>
#include <string>

#include "plan/documented.h"
#include "support/catch.h"
#include "support/planning.h"
#include "support/reference_jobs.h"

using namespace jobrig;
using test::PlantedError;
using test::ReferenceExecution;
using test::ReferenceJob;
using test::ReferenceJobs;
using test::ReferenceUpdate;

namespace {

constexpr std::uint64_t kFirstSeed = 20'261'126;
constexpr int kSequences = 20'000;
constexpr int kMostCalls = 16;
constexpr std::int64_t kModelStart = 1'767'225'600;  // 2026-01-01

base::Instant at_second(std::int64_t second) { return base::Instant(std::chrono::seconds(second)); }

/// The world of one seed: the scenario for jobrig and the same for the reference.
class Sequence {
 public:
  Sequence(std::uint64_t seed, PlantedError planted)
      : random_(seed),
        delay_(pick(3) == 0 ? pick(60) : 0),
        is_current_(pick(2) == 0),
        reference_(make_jobs(), is_current_, delay_, planted),
        documents_(scenario_),
        thing_("t", scenario_.things.front(), 0, at_second(kModelStart)) {}

  /// Makes the calls until two responses differ; returns the calls and the difference, or an empty text.
  std::string run() {
    const int calls = 4 + static_cast<int>(pick(kMostCalls - 3));
    for (int i = 0; i < calls; ++i) {
      now_ += pick(2) == 0 ? 0 : pick(pick(4) == 0 ? 700 : 90);
      const auto [ours, theirs] = call();
      history_ << "  at +" << now_ - kModelStart << "s " << asked_ << "\n";
      if (ours != theirs) {
        return history_.str() + "  jobrig:    " + ours + "\n  reference: " + theirs + "\n";
      }
    }
    return "";
  }

 private:
  std::int64_t pick(std::int64_t below) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
  }
  std::vector<ReferenceJob> make_jobs() {
    std::vector<ReferenceJob> jobs;
    std::vector<model::Job> written;
    const std::int64_t count = 1 + (pick(8) == 0 ? 12 : pick(3));
    for (std::int64_t i = 0; i < count; ++i) {
      ReferenceJob job{"j" + std::to_string(i), pick(2) == 0 ? "" : "\"{}\"", {}};
      std::vector<model::Execution> executions;
      const std::int64_t numbers = pick(3) == 0 ? 2 : 1;
      for (std::int64_t number = 1; number <= numbers; ++number) {
        add_execution(number, numbers == 1, job, executions);
      }
      written.push_back(test::job(job.id, executions));
      jobs.push_back(std::move(job));
    }
    scenario_.edition = is_current_ ? model::Edition::kCurrent : model::Edition::kOriginal;
    scenario_.things = {test::thing("t", written)};
    return jobs;
  }

  void add_execution(std::int64_t number, bool may_retry, ReferenceJob& job,
                     std::vector<model::Execution>& executions) {
    ReferenceExecution one;
    one.number = number;
    one.version = 1 + pick(3);
    const std::int64_t queued = pick(3) == 0 ? pick(600) : -pick(100);
    one.queued = kModelStart + queued;
    one.timeout = pick(2) == 0 ? 0 : 30 + pick(300);
    one.retries = may_retry && pick(3) == 0 ? static_cast<int>(1 + pick(2)) : 0;
    one.updated = one.queued;
    model::Execution execution = test::execution(model::Status::kQueued, number);
    if (pick(4) == 0) {
      one.status = "IN_PROGRESS";
      one.started = one.queued;
      execution.status = model::Status::kInProgress;
    }
    execution.version_number = one.version;
    execution.queued_at = model::ScenarioTime{true, std::chrono::seconds(queued), {}};
    execution.timeout =
        one.timeout > 0 ? std::optional<base::Duration>(std::chrono::seconds(one.timeout)) : std::nullopt;
    execution.timeout_delay = std::chrono::seconds(delay_);
    execution.document = job.document.empty() ? std::nullopt : std::optional<std::string>("{}");
    job.executions.push_back(one);
    for (int retry = 0; retry <= one.retries; ++retry) {
      execution.retried_as = retry < one.retries ? std::optional(number + 1 + retry) : std::nullopt;
      executions.push_back(execution);
      execution = test::execution(model::Status::kQueued, number + 1 + retry);
      execution.exists_from = model::ExistsFrom::kPredecessor;
      execution.timeout = executions.front().timeout;
      execution.timeout_delay = std::chrono::seconds(delay_);
    }
  }

  std::string ask(model::Operation operation, std::string_view job, model::Arguments arguments) {
    model::Call call;
    call.operation = operation;
    call.thing = "t";
    call.job = job;
    call.arguments = std::move(arguments);
    const auto place = thing_.find_job(job);
    plan::DocumentedAnswer answer =
        plan::answer_documented({scenario_, documents_, call, &thing_, place, at_second(now_), commands_, numbers_});
    return answer.error.empty() ? answer.body : std::string(answer.error) + answer.body;
  }

  std::optional<std::int64_t> some_minutes(bool may_cancel) {
    const std::int64_t kind = pick(4);
    return kind == 0 ? std::optional<std::int64_t>(1 + pick(3))
                     : (kind == 1 && may_cancel ? std::optional<std::int64_t>(-1) : std::nullopt);
  }

  std::pair<std::string, std::string> call() {
    model::Arguments arguments;
    const std::size_t job = static_cast<std::size_t>(pick(static_cast<std::int64_t>(scenario_.things[0].jobs.size())));
    const std::string id = "j" + std::to_string(job);
    const std::optional<std::int64_t> number = pick(3) == 0 ? std::optional(1 + pick(3)) : std::nullopt;
    const bool with_document = pick(2) == 0;
    switch (pick(6)) {
      case 0:
        asked_ = "pending";
        return {ask(model::Operation::kGetPendingJobExecutions, {}, {}), reference_.pending(now_)};
      case 1: {
        const auto minutes = some_minutes(false);
        const std::string details = pick(2) == 0 ? "" : std::to_string(pick(9));
        arguments.step_minutes = minutes;
        arguments.details = details.empty() ? std::nullopt : std::optional(model::Details{{"k", details}});
        asked_ = "start-next, details " + details + ", step " + std::to_string(minutes.value_or(0));
        return {ask(model::Operation::kStartNextPendingJobExecution, {}, arguments),
                reference_.start_next(details, minutes, now_)};
      }
      case 2:
        arguments.include_job_document = with_document;
        asked_ = "describe $next";
        return {ask(model::Operation::kDescribeJobExecution, "$next", arguments),
                reference_.describe_next(with_document, now_)};
      case 3:
        arguments.include_job_document = with_document;
        arguments.execution_number = number;
        asked_ = "describe " + id + " " + std::to_string(number.value_or(0));
        return {ask(model::Operation::kDescribeJobExecution, id, arguments),
                reference_.describe(job, number, with_document, now_)};
      default:
        return update(job, id, number, with_document);
    }
  }

  std::pair<std::string, std::string> update(std::size_t job, const std::string& id, std::optional<std::int64_t> number,
                                             bool with_document) {
    static const std::vector<std::pair<std::string, model::Status>> kWords{
        {"IN_PROGRESS", model::Status::kInProgress}, {"IN_PROGRESS", model::Status::kInProgress},
        {"SUCCEEDED", model::Status::kSucceeded},    {"FAILED", model::Status::kFailed},
        {"FAILED", model::Status::kFailed},          {"REJECTED", model::Status::kRejected}};
    const auto& [word, status] = kWords[static_cast<std::size_t>(pick(static_cast<std::int64_t>(kWords.size())))];
    ReferenceUpdate update;
    update.status = word;
    update.details = pick(2) == 0 ? "" : std::to_string(pick(9));
    update.expected_version = pick(2) == 0 ? std::optional(1 + pick(5)) : std::nullopt;
    update.number = number;
    update.step_minutes = some_minutes(true);
    update.with_state = pick(2) == 0;
    update.with_document = with_document;
    model::Arguments arguments;
    arguments.status = status;
    arguments.details = update.details.empty() ? std::nullopt : std::optional(model::Details{{"k", update.details}});
    arguments.expected_version = update.expected_version;
    arguments.execution_number = number;
    arguments.step_minutes = update.step_minutes;
    arguments.include_execution_state = update.with_state;
    arguments.include_job_document = with_document;
    asked_ = "update " + id + " " + std::to_string(number.value_or(0)) + " " + word + ", expected " +
             std::to_string(update.expected_version.value_or(0)) + ", step " +
             std::to_string(update.step_minutes.value_or(0));
    return {ask(model::Operation::kUpdateJobExecution, id, arguments), reference_.update(job, update, now_)};
  }

  std::mt19937_64 random_;
  std::int64_t delay_;
  bool is_current_;
  model::Scenario scenario_;
  ReferenceJobs reference_;
  plan::DocumentTexts documents_;
  state::ThingState thing_;
  plan::CommandExecutions commands_;
  base::Random numbers_{0, 0};
  std::int64_t now_ = kModelStart;
  std::string asked_;
  std::ostringstream history_;
};

/// The first difference in the sequences from `first` on, with its seed; empty: none.
std::string first_difference(std::uint64_t first, int sequences, PlantedError planted) {
  for (int i = 0; i < sequences; ++i) {
    const std::uint64_t seed = first + static_cast<std::uint64_t>(i);
    const std::string difference = Sequence(seed, planted).run();
    if (!difference.empty()) {
      return "JOBRIG_MODEL_SEED=" + std::to_string(seed) + "\n" + difference;
    }
  }
  return "";
}

}  // namespace

TEST_CASE("20000 random call sequences get the responses of an independent model", "[plan][model-check]") {
  const char* const replayed = std::getenv("JOBRIG_MODEL_SEED");
  const std::uint64_t first = replayed == nullptr ? kFirstSeed : std::strtoull(replayed, nullptr, 10);
  INFO("first seed " << first);
  CHECK(first_difference(first, replayed == nullptr ? kSequences : 1, PlantedError::kNone) == "");
}

TEST_CASE("the model check finds errors that are planted in the model", "[plan][model-check]") {
  const PlantedError planted =
      GENERATE(PlantedError::kOldestFirst, PlantedError::kDetailsDropped, PlantedError::kTimeoutLate);
  const std::string difference = first_difference(kFirstSeed, kSequences, planted);
  CAPTURE(difference);
  CHECK(difference.starts_with("JOBRIG_MODEL_SEED="));
}

TEST_CASE("a seed of the model check replays the same calls", "[plan][model-check]") {
  const std::string difference = first_difference(kFirstSeed, kSequences, PlantedError::kOldestFirst);
  const std::string seed = difference.substr(18, difference.find('\n') - 18);
  CHECK(first_difference(std::strtoull(seed.c_str(), nullptr, 10), 1, PlantedError::kOldestFirst) == difference);
}

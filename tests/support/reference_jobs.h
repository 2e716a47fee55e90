// Reference jobs: a second, independent model of the executions of one thing, written from the AWS documents for the
// model check. It shares no code with state/ and plan/, and has no steps: its events are arrivals, timeouts and
// retries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jobrig::test {

/// A mistake on purpose, to show that the model check would find it.
enum class PlantedError : std::uint8_t {
  kNone,
  kOldestFirst,     // `$next` returns the oldest execution even if another is in progress
  kDetailsDropped,  // an update without statusDetails removes them
  kTimeoutLate,     // an execution times out one second after its time
};

struct ReferenceExecution {
  std::int64_t number = 1;
  std::string status = "QUEUED";
  std::int64_t version = 1;
  std::string details;  // the value of the only key "k"; empty: none
  std::int64_t queued = 0;
  std::optional<std::int64_t> started;
  std::int64_t updated = 0;
  std::int64_t timeout = 0;  // seconds; 0: none
  std::optional<std::int64_t> step_ends;
  int retries = 0;
};

struct ReferenceJob {
  std::string id;
  std::string document;  // as a JSON string; empty: none
  std::vector<ReferenceExecution> executions;
};

/// What a device asks for.
struct ReferenceUpdate {
  std::string status;
  std::string details;
  std::optional<std::int64_t> expected_version;
  std::optional<std::int64_t> number;
  std::optional<std::int64_t> step_minutes;
  bool with_state = false;
  bool with_document = false;
};

/// Answers are the name of an error, or the body of a 200. The error of a conflict is followed by the state.
class ReferenceJobs {
 public:
  ReferenceJobs(std::vector<ReferenceJob> jobs, bool shows_seconds, std::int64_t delay, PlantedError planted)
      : jobs_(std::move(jobs)), shows_seconds_(shows_seconds), delay_(delay), planted_(planted) {}

  std::string describe(std::size_t job, std::optional<std::int64_t> number, bool with_document, std::int64_t now);
  std::string describe_next(bool with_document, std::int64_t now);
  std::string pending(std::int64_t now);
  std::string start_next(const std::string& details, std::optional<std::int64_t> step_minutes, std::int64_t now);
  std::string update(std::size_t job, const ReferenceUpdate& update, std::int64_t now);

 private:
  struct Place {
    ReferenceJob* job = nullptr;
    ReferenceExecution* execution = nullptr;
  };
  void let_time_pass(std::int64_t now);
  void end(ReferenceJob& job, std::size_t index, const std::string& status, std::int64_t when);
  [[nodiscard]] std::optional<std::int64_t> announced_end(const ReferenceExecution& execution) const;
  [[nodiscard]] Place next(std::int64_t now);
  [[nodiscard]] Place at(std::size_t job, std::optional<std::int64_t> number, std::int64_t now);
  [[nodiscard]] std::string shown(const Place& place, bool with_document, std::int64_t now) const;

  std::vector<ReferenceJob> jobs_;
  bool shows_seconds_;
  std::int64_t delay_;
  PlantedError planted_;
};

}  // namespace jobrig::test

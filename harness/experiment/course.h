// Course: the state machine of an experiment. It is told the time and what clients did, and answers which rules to
// switch, how long to wait, and when the experiment is over. It sends no requests and reads no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "experiment/experiment.h"
#include "experiment/phases.h"

namespace jobrig::experiment {

/// A rule of the mock as GET /rules returns it.
struct RuleState {
  std::string name;
  bool enabled = true;
};

/// `PATCH /rules/{name}`. With a lease, the mock changes the rule back after that time unless it is told otherwise.
struct Switch {
  std::string name;
  bool enabled = true;
  std::optional<base::Duration> lease = {};

  friend bool operator==(const Switch&, const Switch&) = default;
};

/// Scenario time of the mock, and how fast it runs.
struct MockTime {
  base::Instant now{};
  double rate = 1;
};

/// What clients did since the last look.
struct Seen {
  std::vector<Attempt> attempts;
  std::set<std::string> rules = {};  // that answered one of them
  std::uint64_t lost = 0;            // exchanges that the mock dropped before they were read
  bool patient = true;               // false: the caller has waited long enough for requests
};

/// What to do next, in this order; then look again.
struct Step {
  std::vector<Switch> switches;
  std::optional<base::Duration> advance = {};  // the clock, at once
  base::Duration wait{0};                      // real time
  std::size_t requests = 0;                    // not zero: the wait ends when this many requests are recorded
  bool over = false;
};

enum class Ending : std::uint8_t {
  kHeld,         // the hypothesis held before and after
  kNotHeld,      // it did not hold after the stages
  kNotSteady,    // it did not hold before them, so no stage ran
  kHalted,       // a limit did not hold during a stage
  kInterrupted,  // stopped by a person
  kBroken,       // the mock cannot be used any more
};

struct CourseOptions {
  std::uint64_t seed = 0;
  /// A phase ends when it has as many requests as a measurement needs: then the clock is advanced to its end.
  bool virtual_time = false;
};

class Course {
 public:
  Course(const Experiment& experiment, const CourseOptions& options);

  /// Call it once, first. Returns why the experiment cannot run with these rules; nothing if it can.
  [[nodiscard]] std::optional<base::Error> begin(const MockTime& time, const std::vector<RuleState>& rules);
  Step look(const MockTime& time, const Seen& seen);
  /// Ends the experiment before its time. The switches of the step restore all rules.
  Step stop(Ending ending, std::string reason);

  [[nodiscard]] const std::vector<Phase>& phases() const { return phases_; }
  /// Nothing: it is not over.
  [[nodiscard]] std::optional<Ending> ending() const { return ending_; }
  /// One sentence; empty if the hypothesis held.
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  /// A rule that the experiment switches.
  struct Controlled {
    std::string name;
    bool initial = true;  // before the experiment, and after it
    bool usual = true;    // when no stage says otherwise
    bool switched = false;
  };

  [[nodiscard]] base::Instant end_of_phase() const { return began_[index_] + phases_[index_].duration; }
  [[nodiscard]] bool wanted(const Controlled& rule) const;
  void enter(Step& step);
  void begin_phase();
  void switch_rules(base::Instant end, Step& step);
  void add(const Seen& seen);
  [[nodiscard]] std::vector<Finding> exceeded() const;
  void go_on(const Seen& seen, Step& step);
  void leave(Step& step);
  void conclude(Ending ending, std::string reason, Step& step);

  const CourseOptions options_;
  const std::size_t requests_;
  const base::Duration window_;
  std::vector<Phase> phases_;
  std::vector<base::Instant> began_;            // by phase, as far as they began
  std::vector<base::Instant> ended_;            // likewise
  std::vector<std::vector<Attempt>> attempts_;  // likewise
  std::vector<Controlled> rules_;
  MockTime time_{};
  std::size_t index_ = 0;  // of the current phase
  bool entering_ = false;  // its rules are being switched; it begins at the next look
  base::Instant leased_until_{};
  std::optional<Ending> ending_;
  std::string reason_;
};

}  // namespace jobrig::experiment

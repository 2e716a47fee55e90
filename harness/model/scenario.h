// Scenario: a scenario file after load: plain data, everything checked, nothing looked up by text any more. It is
// immutable once loaded and shared by all workers; what changes while serving is state/'s and plan/'s.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "model/contract_words.h"
#include "model/details.h"
#include "model/fault.h"
#include "model/reply.h"
#include "model/tls.h"

namespace jobrig::model {

/// A name that may stand for many: `sensor-{1..100000}`. At most one range; `{n}` in a job's name is the number that
/// the thing's range took.
struct NamePattern {
  std::string prefix;  // the whole name when there is no range and no {n}
  std::string suffix;
  enum class Kind : std::uint8_t { kLiteral, kRange, kNumber } kind = Kind::kLiteral;
  std::uint64_t first = 0;  // kRange only, both ends included
  std::uint64_t last = 0;

  friend bool operator==(const NamePattern&, const NamePattern&) = default;
};

/// `-5m` (relative to the clock's start) or a date.
struct ScenarioTime {
  bool relative = true;
  base::Duration offset{0};  // when relative
  base::Instant instant{};   // when not
};

/// One step of `then:`, taken after the step before it.
struct Transition {
  std::optional<base::Duration> after;      // virtual time since the step before (or the clock's start)
  std::optional<std::int64_t> on_describe;  // at the n-th describe since the step before, before it is answered
  Status status = Status::kQueued;
  std::optional<Details> details;  // absent: kept as they were
  base::Location location;
};

/// One execution as it is at the clock's start.
struct Execution {
  std::int64_t number = 1;
  Status status = Status::kQueued;
  std::int64_t version_number = 1;
  Details details;
  std::optional<ScenarioTime> queued_at;        // absent: the clock's start
  std::optional<ScenarioTime> started_at;       // absent: queued_at if the status says that it began
  std::optional<ScenarioTime> last_updated_at;  // absent: started_at, else queued_at
  std::optional<std::string> document;          // the JSON text; absent: the answer has no jobDocument
  std::optional<base::Duration> timeout;        // IN_PROGRESS for longer than this becomes TIMED_OUT
  std::vector<Transition> then;
  bool off_contract = false;  // this execution may break the contract's rules
  base::Location location;
};

struct Job {
  NamePattern name;
  std::vector<Execution> executions;  // numbers unique, ascending
  /// True: describing a terminal execution is answered 410 TerminalStateException.
  bool gone_when_terminal = false;
  base::Location location;
};

struct Thing {
  NamePattern name;
  std::vector<Job> jobs;  // in the order written: "the order created" that $next goes by among equal queuedAt
  base::Location location;
};

/// Virtual time since the clock's start, `from` included, `to` not.
struct Window {
  base::Duration from{0};
  std::optional<base::Duration> to;

  friend bool operator==(const Window&, const Window&) = default;
};

/// Holds for `on`, then not for `off`, and so on, in virtual time since the clock's start, or since the begin of the
/// window beside it.
struct Flapping {
  base::Duration on{0};
  base::Duration off{0};
};

/// A header or query parameter that must be there with a value that the glob matches (`*`: any).
struct FieldMatch {
  std::string name;
  std::string value_glob;
};

/// `when:`; what is absent matches everything.
struct Match {
  std::optional<Operation> operation;
  std::optional<std::string> thing_glob;
  std::optional<std::string> job_glob;
  std::optional<std::int64_t> execution_number;
  std::optional<bool> include_job_document;
  std::vector<FieldMatch> headers;
  std::vector<FieldMatch> query;
  std::optional<Window> during;
  std::optional<Flapping> flapping;
};

/// `throttle:`: so many requests in a (virtual) time, a token bucket.
struct Throttle {
  enum class By : std::uint8_t { kThing, kJob, kServer };
  enum class Hint : std::uint8_t { kTruthful, kNone, kLying };

  std::int64_t burst = 1;       // what the full bucket holds
  base::Duration interval{0};   // a token comes back after so long
  By by = By::kThing;           // what has a bucket of its own; kJob: each thing and job
  Hint hint = Hint::kTruthful;  // what Retry-After says
  base::Duration lie{0};        // what it says when lying
};

/// The documented answer of the operation, from the state.
struct Documented {};

/// One of the contract's errors by name, as the service would send it.
struct ErrorAnswer {
  std::string name;                    // a name of contract/'s error table
  std::optional<std::string> message;  // absent: the table's
  ErrorNameEncoding encoding = ErrorNameEncoding::kHeader;
  std::optional<base::Duration> retry_after;      // Retry-After, whole seconds
  std::optional<base::Duration> amz_retry_after;  // x-amz-retry-after, milliseconds
};

/// `reply:`: any status, headers and body of HTTP, off the contract unless it happens to keep it. Another front end
/// sends the body: as an error without a name when the status is 400 or more, else as the answer to a call that
/// succeeded.
struct RawAnswer {
  HttpReply reply;
};

/// One entry of `answers:`.
struct Answer {
  std::variant<Documented, ErrorAnswer, RawAnswer> content;
  std::int64_t times = 0;        // 0: for ever when it is the last, once otherwise
  std::vector<FaultUse> faults;  // `delay: 2s` beside an answer is one of these
  bool off_contract = false;
  base::Location location;
};

struct Rule {
  std::string name;  // unique; `rule 3` when the file gives none
  Match when;
  std::vector<Answer> answers;   // empty: the documented answer, for ever
  std::vector<FaultUse> faults;  // laid over whatever the rule answers
  /// What it lets through gets the rule's answers and faults, or when it has none, what comes after the rule.
  std::optional<Throttle> throttle;
  base::Location location;
};

struct ClockSettings {
  std::optional<base::Instant> start;  // absent: the civil time when serving starts
  double rate = 1;                     // 0 is frozen, 60 makes a minute a second
};

/// `signatures: check` with `credentials:` and `region:`.
struct SignatureSettings {
  bool check = false;
  std::vector<std::pair<std::string, std::string>> credentials;  // access key and secret, keys unique
  std::string region;                                            // empty: any region is right

  friend bool operator==(const SignatureSettings&, const SignatureSettings&) = default;
};

/// One entry of `tls:`: a new connection gets the first whose window is open and that is not used up.
struct TlsStep {
  TlsSettings settings;
  std::optional<Window> during;
  std::int64_t times = 0;  // connections; 0: any number

  friend bool operator==(const TlsStep&, const TlsStep&) = default;
};

struct Scenario {
  std::string name;  // how reports and randomness call it: the file's path without .yaml, below scenarios/ when shipped
  std::string summary;
  Edition edition = Edition::kOriginal;
  std::optional<std::uint64_t> seed;
  ClockSettings clock;
  TimestampUnit timestamps = TimestampUnit::kSeconds;
  SignatureSettings signatures;
  std::vector<TlsStep> tls;  // empty: good TLS, when there is TLS at all
  std::vector<Thing> things;
  std::vector<Rule> rules;
};

}  // namespace jobrig::model

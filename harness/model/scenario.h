// Scenario: a scenario file after loading: plain data, checked, with all names resolved. Immutable and shared by all
// workers. It does not contain state that changes while serving (see state/ and plan/).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/deadline.h"
#include "base/diagnostic.h"
#include "model/connection.h"
#include "model/contract_words.h"
#include "model/details.h"
#include "model/fault.h"
#include "model/reply.h"
#include "model/tls.h"

namespace jobrig::model {

/// A name or a range of names: `sensor-{1..100000}`. It has at most one range. In the name of a job, `{n}` is the
/// number from the range of the thing.
struct NamePattern {
  std::string prefix;  // the complete name if there is no range and no {n}
  std::string suffix;
  enum class Kind : std::uint8_t { kLiteral, kRange, kNumber } kind = Kind::kLiteral;
  std::uint64_t first = 0;  // kRange only; both ends are inclusive
  std::uint64_t last = 0;

  friend bool operator==(const NamePattern&, const NamePattern&) = default;
};

/// `-5m` (relative to the clock's start) or a date.
struct ScenarioTime {
  bool relative = true;
  base::Duration offset{0};  // if relative
  base::Instant instant{};   // if not relative

  [[nodiscard]] base::Instant on_clock(base::Instant start) const {
    return relative ? base::deadline(start, offset) : instant;
  }
  friend bool operator==(const ScenarioTime&, const ScenarioTime&) = default;
};

/// Executions of the same thing that exist from a step on.
struct Arrival {
  std::optional<NamePattern> job;      // absent: the job of the step
  std::size_t job_index = 0;           // its place in the thing, if it is another job
  std::optional<std::int64_t> number;  // absent: all executions of the job
  base::Location location;
};

/// One step of `then:`. It has exactly one trigger and at least one effect. All triggers but `at` and `on_terminal`
/// count from the previous step, or from the moment from which the execution exists.
struct Transition {
  std::optional<base::Duration> after;        // virtual time
  std::optional<ScenarioTime> at;             // at once if this time has passed
  std::optional<std::int64_t> on_describe;    // at the n-th describe, before its response
  std::optional<std::int64_t> on_start;       // after the response to the n-th start-next that returns the execution
  std::optional<std::int64_t> on_update;      // after the response to the n-th update that succeeds
  std::optional<base::Duration> on_terminal;  // this long after the execution became terminal

  std::optional<Status> status;         // these are unchanged if absent
  std::optional<Details> details;       //
  std::optional<std::string> document;  // changes no version: the service creates presigned URLs at each read
  bool remove = false;                  // the execution no longer exists
  std::vector<Arrival> arrivals;
  base::Location location;
};

/// From when an execution exists.
enum class ExistsFrom : std::uint8_t {
  kQueued,       // from its `queued` on
  kStart,        // from the clock's start on, whatever its drawn `queued` is
  kPredecessor,  // from a step or the end of another execution of the same job on
  kOtherJob,     // from a step of another job on
};

/// What `any` leaves to chance: the values of an execution that the scenario does not state.
enum class DrawnMember : std::uint8_t { kStatus, kNumber, kVersion, kDetails, kTimes, kDocument, kSecondsLeft };

/// One execution in its state at the clock's start.
struct Execution {
  std::int64_t number = 1;
  Status status = Status::kQueued;
  std::int64_t version_number = 1;
  Details details;
  std::optional<ScenarioTime> queued_at;             // default: the clock's start
  std::optional<ScenarioTime> started_at;            // default: queued_at if the status implies a start
  std::optional<ScenarioTime> last_updated_at;       // default: started_at, else queued_at
  std::optional<std::string> document;               // JSON text; absent: the response has no jobDocument
  std::optional<base::Duration> timeout;             // after this time, IN_PROGRESS becomes TIMED_OUT
  base::Duration timeout_delay{0};                   // a timeout happens that much later than announced
  std::optional<std::int64_t> seconds_while_queued;  // approximateSecondsBeforeTimedOut of QUEUED
  std::optional<std::int64_t> retried_as;            // the execution that exists once this one is FAILED or TIMED_OUT
  ExistsFrom exists_from = ExistsFrom::kQueued;
  std::vector<Transition> then;
  bool off_contract = false;       // this execution may break the rules of the contract
  std::vector<DrawnMember> drawn;  // of `any`: state/ replaces these values for each thing
  base::Location location;
};

struct Job {
  NamePattern name;
  std::vector<Execution> executions;  // numbers unique, ascending
  /// True: a describe of a terminal execution gets 410 TerminalStateException (AWS IoT Developer Guide, ErrorResponse).
  bool gone_when_terminal = true;
  base::Location location;
};

struct Thing {
  NamePattern name;
  std::vector<Job> jobs;  // in file order, which `$next` uses as order of creation for equal queuedAt
  base::Location location;
};

/// Virtual time since the clock's start. `from` is inclusive, `to` is exclusive.
struct Window {
  base::Duration from{0};
  std::optional<base::Duration> to;

  friend bool operator==(const Window&, const Window&) = default;
};

/// Alternates between `on` (matches) and `off` (does not match), in virtual time since the clock's start or since the
/// start of the window of the same condition.
struct Flapping {
  base::Duration on{0};
  base::Duration off{0};
};

/// A required header or query parameter. The glob must match its value (`*`: any).
struct FieldMatch {
  std::string name;
  std::string value_glob;
};

/// A required member of the JSON body. One of the globs must match one of its values (`*`: any value, also a map).
struct MemberMatch {
  std::string path;  // `statusDetails.step`; the items of a list have the path of the list
  std::vector<std::string> globs;
};

/// The conditions of `when:`. An absent condition matches every request.
struct Match {
  std::optional<Operation> operation;
  std::optional<std::string> thing_glob;
  std::optional<std::string> job_glob;
  std::optional<std::int64_t> execution_number;
  std::optional<bool> include_job_document;
  std::optional<std::string> method;  // of an HTTP request, in its case
  std::vector<FieldMatch> headers;
  std::vector<FieldMatch> query;
  std::vector<MemberMatch> body;
  std::optional<Protocol> protocol;
  std::optional<std::string> packet;          // of MQTT: CONNECT
  std::optional<std::string> topic_glob;      // of the MQTT packet
  std::optional<std::string> client_id_glob;  // of the MQTT client
  std::vector<Status> execution_status;       // the status before the call must be one of these
  std::optional<Window> during;
  std::optional<Flapping> flapping;

  /// Whether it also matches MQTT packets that are no requests of the Jobs service.
  [[nodiscard]] bool names_packets() const { return packet || topic_glob; }
};

/// What shares a count: one per thing, one per pair of thing and job, or one for the whole server.
enum class By : std::uint8_t { kThing, kJob, kServer };

/// `throttle:`: a token bucket in virtual time, a limit of concurrent requests, or both.
struct Throttle {
  enum class Hint : std::uint8_t { kTruthful, kNone, kLying };

  std::int64_t burst = 1;       // capacity of the bucket
  base::Duration interval{0};   // time per token; 0: no token bucket
  By by = By::kThing;           // each of these has its own limit; kJob: each pair of thing and job
  Hint hint = Hint::kTruthful;  // kind of Retry-After
  base::Duration lie{0};        // value of a lying Retry-After
  std::int64_t concurrent = 0;  // the most requests at the same time; 0: no limit
};

/// The documented response of the operation, built from the state.
struct Documented {};

/// An error of the contract by name, as the service would send it.
struct ErrorAnswer {
  std::string name;                    // a name in the error table of contract/
  std::optional<std::string> message;  // default: the message in the table
  ErrorNameEncoding encoding = ErrorNameEncoding::kHeader;
  std::optional<base::Duration> retry_after;      // Retry-After, whole seconds; may be negative in a date
  std::optional<base::HttpDateForm> retry_date;   // Retry-After is a date of this form
  std::optional<base::Duration> amz_retry_after;  // x-amz-retry-after, milliseconds
  std::optional<std::string> member;              // value of the member that only this error has: payload, resourceId
};

/// `reply:`: any HTTP status, headers and body. It is not checked against the contract. Other front ends send the body
/// as an error without a name if the status is 400 or more, otherwise as the response of a successful call.
struct RawAnswer {
  HttpReply reply;
  bool has_date = true;  // whether the response has `Date` if `reply` contains none
};

/// One entry of `answers:`.
struct Answer {
  std::variant<Documented, ErrorAnswer, RawAnswer> content;
  std::int64_t times = 0;        // 0: unlimited if it is the last entry, otherwise once
  std::vector<FaultUse> faults;  // `delay: 2s` and `headers` next to an answer are some of these
  bool off_contract = false;
  base::Location location;
};

struct Rule {
  std::string name;  // unique; default: `rule 3`
  Match when;
  std::vector<Answer> answers;   // empty: always the documented response
  bool cycle = false;            // after the last answer, the first one follows
  std::int64_t every = 1;        // the rule applies to every n-th request for which `when` holds
  By by = By::kJob;              // what counts these requests and has a position in `answers`
  std::vector<FaultUse> faults;  // applied to every response of the rule
  /// Requests within the limit get the answers and faults of the rule. If the rule has none, matching continues after
  /// the rule.
  std::optional<Throttle> throttle;
  base::Location location;
};

struct ClockSettings {
  std::optional<base::Instant> start;  // default: the civil time when serving starts
  base::Duration skew{0};              // without `start`: added to the civil time
  double rate = 1;                     // 0: frozen; 60: a minute passes in one second
};

/// One entry of `credentials:`.
struct Credential {
  std::string access_key;
  std::string secret;
  std::string token = {};                    // of temporary credentials; empty: long-term credentials
  std::optional<ScenarioTime> expires = {};  // when the token expires; absent: never
  friend bool operator==(const Credential&, const Credential&) = default;
};

/// `signatures: check` with `credentials:` and `region:`.
struct SignatureSettings {
  bool check = false;
  std::vector<Credential> credentials;  // access keys are unique
  std::string region;                   // empty: every region is accepted

  friend bool operator==(const SignatureSettings&, const SignatureSettings&) = default;
};

/// One entry of `tls:`. A new connection uses the first entry whose window is active and whose `times` are not used up.
struct TlsStep {
  TlsSettings settings;
  std::optional<Window> during;
  std::int64_t times = 0;  // connections; 0: any number

  friend bool operator==(const TlsStep&, const TlsStep&) = default;
};

/// One entry of `connections:`. A new connection uses the first entry whose window is active and whose `times` are not
/// used up.
struct ConnectionStep {
  ConnectionSettings settings;
  std::optional<Window> during;
  std::int64_t times = 0;  // connections; 0: any number

  friend bool operator==(const ConnectionStep&, const ConnectionStep&) = default;
};

struct Scenario {
  std::string name;  // for reports and random numbers: path without .yaml, relative to scenarios/ if shipped
  std::string summary;
  Edition edition = Edition::kOriginal;
  std::optional<std::uint64_t> seed;
  ClockSettings clock;
  TimestampUnit timestamps = TimestampUnit::kSeconds;
  /// The most executions that GetPendingJobExecutions returns. AWS IoT Developer Guide, "AWS IoT Jobs limits": 10, or
  /// 15 with a scheduling configuration.
  std::int64_t pending_limit = 10;
  bool any_content_type = false;    // true: PUT and POST accept every Content-Type
  bool echoes_traceparent = false;  // true: a response repeats the header traceparent of its request
  SignatureSettings signatures;
  std::vector<TlsStep> tls;                 // empty: valid TLS, if the server uses TLS
  std::vector<ConnectionStep> connections;  // empty: connections have no faults of their own
  std::vector<Thing> things;
  std::vector<Rule> rules;
};

}  // namespace jobrig::model

// Call request and report: what a driver asks of its client, and the result. Plain data, no behaviour.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/case_record.h"
#include "model/client_outcome.h"
#include "model/conformance_case.h"

namespace jobrig::drive {

/// Paths of PEM files. Empty: the case has no such file.
struct TlsFiles {
  std::string authority;
  std::string certificate;
  std::string key;
};

/// What a client needs for MQTT in addition to the endpoint.
struct MqttAccess {
  std::string client_id;
  std::chrono::seconds keep_alive{0};  // zero: the client chooses
};

struct CallRequest {
  std::string case_name;
  bool fresh = true;  // the first call of its case, or it asks for it: the adapter creates a new client object
  model::CaseCall call;
  std::string endpoint;
  std::string region;
  std::string access_key;
  std::string secret_key;
  std::string session_token{};  // of temporary credentials; empty: none
  TlsFiles tls;
  std::optional<MqttAccess> mqtt{};  // the endpoint is one of MQTT
  base::Duration timeout{0};         // then `more` is asked
  /// How much longer to wait, because the client has sent a request meanwhile; zero: the client has timed out. Absent:
  /// never longer.
  std::function<base::Duration()> more{};
  bool measure = false;  // the resources of the client after the call
};

/// A line that a client wrote after its result for a call.
struct LateLine {
  std::uint64_t call = 0;  // CallReport::id
  std::string what;        // `wrote a second result for call 7`
};

struct CallReport {
  std::uint64_t id = 0;     // of the call, for clients that live longer than one
  base::Monotonic began{};  // when the client was asked; a long-lived client was started earlier
  base::Monotonic ended{};
  std::optional<model::ClientOutcome> outcome;
  bool timed_out = false;
  bool crashed = false;                     // a signal ended it, or it ended before its report
  bool stopped = false;                     // the run was interrupted
  std::string harness_problem;              // why the call could not be made
  std::optional<model::ClientUsage> usage;  // if the request asks for it
  std::vector<std::string> notes;
  std::string last_errors{};  // last_lines() of stderr if the client crashed, was stopped or ended with an error
};

/// The last 40 lines of what a client wrote to stderr: where a crash says why.
std::string last_lines(const std::string& text);

/// An argument of the call as text: the characters of a JSON string, and the JSON text of any other value. Nothing when
/// the call has no such argument.
std::optional<std::string> argument_text(const model::CaseCall& call, std::string_view name);
/// The text of one JSON object with all arguments, in the order written.
std::string arguments_json(const model::CaseCall& call);

}  // namespace jobrig::drive

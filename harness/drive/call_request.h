// Call request and report: what a driver asks of its client, and the result. Plain data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/client_outcome.h"
#include "model/conformance_case.h"

namespace jobrig::drive {

/// Paths of PEM files; empty: the case has none.
struct TlsFiles {
  std::string authority;
  std::string certificate;
  std::string key;
};

struct CallRequest {
  std::string case_name;
  bool fresh = true;  // the first call of its case: the client starts afresh for it
  model::CaseCall call;
  std::string endpoint;
  std::string region;
  std::string access_key;
  std::string secret_key;
  TlsFiles tls;
  base::Duration timeout{0};  // what is left of the case's deadline
};

struct CallReport {
  base::Monotonic began{};  // when the client was asked; a long-lived client was started before
  base::Monotonic ended{};
  std::optional<model::ClientOutcome> outcome;
  bool timed_out = false;
  bool crashed = false;         // it ended by a signal or before its report
  bool stopped = false;         // the run was interrupted
  std::string harness_problem;  // why the call could not be made
  std::vector<std::string> notes;
};

/// The value of an argument of the call as text: a JSON string's characters, anything else as JSON writes it. Nothing
/// when the call has no such argument.
std::optional<std::string> argument_text(const model::CaseCall& call, std::string_view name);
/// All arguments as one JSON object's text, in the order written.
std::string arguments_json(const model::CaseCall& call);

}  // namespace jobrig::drive

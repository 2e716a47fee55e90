// Call order and report: what a driver is asked to have its client do, and what it says came of it. Plain data.
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

struct CallOrder {
  std::string case_name;
  bool fresh = true;  // the first call of its case: the client makes itself anew for it
  model::Call call;
  std::string endpoint;
  std::string region;
  std::string access_key;
  std::string secret_key;
  TlsFiles tls;
  base::Duration most{0};  // what is left of the case's deadline
};

struct CallReport {
  base::Monotonic began{};  // when the client was asked; its own start, where it lives longer than a call, is before
  base::Monotonic ended{};
  std::optional<model::ClientOutcome> outcome;
  bool timed_out = false;
  bool crashed = false;         // it ended by a signal or without the report that it owed
  bool stopped = false;         // the run was interrupted
  std::string harness_problem;  // why it could not be asked at all
  std::vector<std::string> notes;
};

/// The value of an argument of the call as text: a JSON string's characters, anything else as JSON writes it. Nothing
/// when the call has no such argument.
std::optional<std::string> argument_text(const model::Call& call, std::string_view name);
/// All arguments as one JSON object's text, in the order written.
std::string arguments_json(const model::Call& call);

}  // namespace jobrig::drive

// Explanation: formats one explained call as text or as JSON. It does not plan the response.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/exchange.h"
#include "model/script.h"

namespace jobrig::report {

/// A rule that did not answer the call.
struct MissedRule {
  std::string name;
  std::vector<std::string> reasons;
};

/// One call and its outcome.
struct ExplainedCall {
  model::Decision decision;
  std::size_t answers = 0;          // number of responses of the rule
  std::vector<MissedRule> misses;   // nearest first
  std::vector<std::string> states;  // why the executions are as they are
  int status = 0;                   // 0: no response
  model::Script script;
  std::string connection;  // what the scenario says about the connection; empty: nothing
  bool is_read = true;     // false: the connection ends before a request
  std::string refusal;     // why the server rejects the request before planning; empty: it is not rejected
  std::string topic{};     // of the response over MQTT; empty: over HTTP
};

/// Lines of `what  value`, then the bytes of the response; each of their lines starts with `< `. CR LF ends a line;
/// other control bytes and bytes that are not UTF-8 are shown as \xNN. Pauses and the end of the connection are shown
/// where they happen.
std::string explanation_text(const ExplainedCall& call);
/// One object; bytes that are not UTF-8 are in `hex` instead of `send`.
std::string explanation_json(const ExplainedCall& call);

}  // namespace jobrig::report

// Explanation format: an explained call as text for people or as JSON for programs. It explains nothing itself.
#pragma once

#include <string>
#include <vector>

#include "model/exchange.h"
#include "model/script.h"
#include "plan/near_misses.h"

namespace jobrig::commands {

/// One call and all that became of it.
struct ExplainedCall {
  model::Decision decision;
  std::size_t answers = 0;                // of the rule
  std::vector<plan::RuleVerdict> misses;  // nearest first
  int status = 0;
  model::Script script;
  std::string refusal;  // why the server would not even plan it; empty: it would
};

/// Lines of `what  value`, then each byte of the answer behind `< `: a CR LF ends a line, every other control byte and
/// every byte that is no UTF-8 is shown as \xNN; then the pauses and the end of the connection where they happen.
std::string as_text(const ExplainedCall& call);
/// One object; bytes that are no UTF-8 come as `hex` instead of `send`.
std::string as_json(const ExplainedCall& call);

}  // namespace jobrig::commands

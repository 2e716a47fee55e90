// Check sent: in builds with JOBRIG_VALIDATE_AT_SEND every reply is held against its schema before any fault touches
// it, so that a mistake of ours never passes for a fault of a scenario. Other builds have none of it.
#pragma once

#include <optional>
#include <string>

#include "model/contract_words.h"
#include "model/reply.h"
#include "model/responder.h"

namespace jobrig::plan {

#ifdef JOBRIG_VALIDATE_AT_SEND
inline constexpr bool kCheckSent = true;
#else
inline constexpr bool kCheckSent = false;
#endif

/// What is wrong with a reply to an operation (absent: the request was none), or nothing. A success is held against the
/// operation's response, all else against its error: the body, and the name against the errors that the operation
/// documents. Of a scenario's own reply the status and the name that x-amzn-ErrorType or the body states count.
std::optional<std::string> find_violation(model::Edition edition, std::optional<model::Operation> operation,
                                          const model::Reply& reply);

/// Turns a reply that breaks the contract without saying so into a 500 that says why, and says so on std::cerr.
/// `for_any_operation`: the reply is a rule's own, which stands for every operation the rule matches; it may keep the
/// contract of any of them, as load/ and verify_answers have it.
void check_sent(model::Edition edition, std::optional<model::Operation> operation, bool for_any_operation,
                model::Plan& plan);

}  // namespace jobrig::plan

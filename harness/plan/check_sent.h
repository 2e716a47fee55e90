// Check sent: in builds with JOBRIG_VALIDATE_AT_SEND, validates every reply against its schema before any fault changes
// it. This keeps a bug in jobrig from looking like a fault of the scenario. Other builds skip the check. It does not
// check the bytes that faults write.
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

/// Returns what is wrong with a reply to an operation, or nothing. `operation` is absent when the request matches none.
/// A success is checked against the operation's response shape. Any other reply is checked against its error shape and
/// the errors that the operation documents. For a scenario's own `reply:` the status counts, and the name in
/// x-amzn-ErrorType or the body.
std::optional<std::string> find_violation(model::Edition edition, std::optional<model::Operation> operation,
                                          const model::Reply& reply);

/// Replaces a reply that breaks the contract without being marked off-contract with a 500 that says why, and reports it
/// on std::cerr. `for_any_operation`: the reply comes from a rule, which may match several operations. Such a reply may
/// satisfy the contract of any of them, as in load/ and verify_answers.
void check_sent(model::Edition edition, std::optional<model::Operation> operation, bool for_any_operation,
                model::Plan& plan);

}  // namespace jobrig::plan

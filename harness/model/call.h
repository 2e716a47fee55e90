// Call: what a client asks of the service, whatever protocol it used: a front end makes it from the bytes that arrived,
// and the planner answers it. It holds no text of a protocol; what only one protocol has is in the context.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/contract_words.h"
#include "model/details.h"
#include "model/request.h"

namespace jobrig::model {

/// What a call states besides thing and job, decoded and checked. Absent: the operation has no such argument, or the
/// caller left it out.
struct Arguments {
  std::optional<std::int64_t> execution_number;
  std::optional<bool> include_job_document;  // with the edition's default
  std::optional<Status> status;
  std::optional<Details> details;
  std::optional<std::int64_t> expected_version;
  std::optional<std::int64_t> step_minutes;
  bool include_execution_state = false;
  std::string client_token;
  std::string command;  // what two calls with one clientToken must agree in: the other members as canonical JSON
};

/// Why the front end does not let the caller in.
struct Denial {
  std::string error;       // the error's name
  std::string message;     // for the client
  std::string difference;  // for the journal
};

/// What rules may look at besides the call itself.
struct CallContext {
  const Request* http = nullptr;  // null: the call did not come over HTTP, and conditions on HTTP never hold
};

/// Never thrown away: of a call that breaks the contract everything is here that could be read, next to the sentence
/// that says which rule it breaks. Views point into the request or into the call, which therefore is not copied.
struct Call {
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  std::optional<Operation> operation;  // absent: it is none of the operations
  std::string_view thing;              // data() == nullptr: it names none
  std::string_view job;                // `$next` as it is; data() == nullptr: it names none
  bool thing_valid = false;            // whether a thing can have that name
  bool job_valid = false;              // true as well when the operation has no job
  Arguments arguments;
  std::string refusal;           // which rule of the contract it breaks, in a sentence; empty: none
  std::optional<Denial> denial;  // absent: the caller is let in
  CallContext context;

  std::string thing_storage;  // for a front end that had to decode the name
  std::string job_storage;
};

}  // namespace jobrig::model

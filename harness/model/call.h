// Call: one call of a client to the service, independent of the protocol. A front end builds it from the received
// bytes, and the planner answers it. It contains no protocol text; data that only one protocol has is in the context.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/contract_words.h"
#include "model/details.h"
#include "model/request.h"

namespace jobrig::model {

/// The arguments of a call besides thing and job, decoded and checked. An absent argument was omitted by the caller or
/// does not exist in this operation.
struct Arguments {
  std::optional<std::int64_t> execution_number;
  std::optional<bool> include_job_document;  // absent arguments have the default of the edition
  std::optional<Status> status;
  std::optional<Details> details;
  std::optional<std::int64_t> expected_version;
  std::optional<std::int64_t> step_minutes;
  bool include_execution_state = false;
  std::string client_token;
  std::string command_arn;
  std::string command;  // the other members as canonical JSON; must be equal in two calls with the same clientToken
};

/// The reason why the front end rejects the caller.
struct Denial {
  std::string error;       // name of the error
  std::string message;     // for the client
  std::string difference;  // for the journal
};

/// The MQTT packet that a call is about.
struct MqttContext {
  std::string_view packet;     // CONNECT, PUBLISH, …
  std::string_view client_id;  // empty: none is known
  /// Of PUBLISH its topic, of SUBSCRIBE and UNSUBSCRIBE the filters, of other packets none.
  std::vector<std::string_view> topics{};
  bool is_jobs_request = false;  // false: only rules that name a packet or a topic apply
  bool is_notice = false;        // a message that the service sends by itself: only rules that name a topic apply
};

/// Additional data that rules may match on.
struct CallContext {
  const Request* http = nullptr;      // null: the call did not use HTTP, and conditions on HTTP never match
  const MqttContext* mqtt = nullptr;  // null: the call did not use MQTT, and conditions on MQTT never match
  std::string_view body;              // as received; data() == nullptr: none, or not received yet
};

/// A call that breaks the contract is kept: it contains all values that could be read, and the broken rule. Not
/// copyable, because its views point into the request or into the call itself.
struct Call {
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  std::optional<Operation> operation;  // absent: not a known operation
  std::string_view thing;              // data() == nullptr: the call does not name a thing
  std::string_view job;                // `$next` stays `$next`; data() == nullptr: the call does not name a job
  bool thing_valid = false;            // the name is valid for a thing
  bool job_valid = false;              // also true if the operation has no job
  Arguments arguments;
  std::string refusal;  // the broken rule of the contract, as a sentence; empty: none
  std::string_view
      refusal_error;             // its error, if the operation does not document it (static text); empty: the usual one
  std::optional<Denial> denial;  // absent: the caller is accepted
  CallContext context;

  std::string thing_storage;  // for a front end that has to decode the name
  std::string job_storage;
};

}  // namespace jobrig::model

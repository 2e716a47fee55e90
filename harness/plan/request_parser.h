// Request parser: from a request's method, target and body to the operation and what is asked of it, decoded and
// checked. A request that breaks the contract is not thrown away: what could be read of it is there, beside the
// sentence that says which rule was broken. It looks nothing up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/contract_words.h"
#include "model/request.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// The body of StartNextPendingJobExecution, UpdateJobExecution or StartCommandExecution; what the operation doesn't
/// have stays absent.
struct BodyFields {
  std::optional<model::Status> status;
  std::optional<model::Details> details;
  std::optional<std::int64_t> expected_version;
  std::optional<std::int64_t> step_minutes;
  bool include_execution_state = false;
  std::string client_token;
  std::string command;  // what two calls with one clientToken must agree in: the other members as canonical JSON
};

/// Views point into the request's target or into this struct itself, so that it is neither copied nor moved.
struct ParsedRequest {
  ParsedRequest() = default;
  ParsedRequest(const ParsedRequest&) = delete;
  ParsedRequest& operator=(const ParsedRequest&) = delete;

  std::optional<model::Operation> operation;  // absent: no operation has that path and method
  std::string_view thing;                     // decoded; data() == nullptr: the request names none
  std::string_view job;                       // decoded; `$next` as it is; data() == nullptr: it names none
  bool thing_valid = false;
  bool job_valid = false;  // true also when the operation has no job
  std::string_view query;  // raw, without the `?`
  std::optional<std::int64_t> execution_number;
  std::optional<bool> include_job_document;  // with the edition's default; absent: the operation has no such choice
  BodyFields body;
  std::string refusal;  // which rule was broken, in a sentence; empty: none

  std::string thing_storage;
  std::string job_storage;
};

/// Reads a request in the rules of an edition; sources: shared contract notes, "DescribeJobExecution" and "The other
/// operations". Never fails: `parsed.refusal` says what is wrong. HEAD is read as GET (RFC 9110, 9.3.2).
void parse_request(const model::Request& request, model::Edition edition, ParsedRequest& parsed);

/// Path and query (without the `?`) of a request target, both raw; the scheme and host of an absolute-form (RFC 9112,
/// 3.2.2) are passed over.
std::pair<std::string_view, std::string_view> path_and_query(std::string_view target);

/// The first value of a query parameter, decoded, or nothing.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// For messages: in quotes, at most 100 bytes of what came from outside.
std::string shown(std::string_view text);

/// Percent-decodes strictly: nothing when a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace jobrig::plan

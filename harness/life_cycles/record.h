// Agent record: what was seen of the agents of one life cycle: their requests and connections, the changes of their
// executions, and what jobrig did to them. A verdict needs no other input. Plain data; it judges nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/contract_words.h"

namespace jobrig::life_cycles {

/// One execution as a name: `firmware-7`, number 1.
struct ExecutionName {
  std::string job;
  std::int64_t number = 0;

  friend auto operator<=>(const ExecutionName&, const ExecutionName&) = default;
};

/// One request to the Jobs service and its response.
struct RequestRecord {
  base::Monotonic when{};  // it had arrived
  std::size_t agent = 0;   // its place in AgentRecord::things
  std::uint64_t connection = 0;
  std::string operation;  // `StartNextPendingJobExecution`; empty: no operation
  std::string job;        // as requested: `$next` stays `$next`
  std::string status;     // of UpdateJobExecution
  std::optional<std::int64_t> expected_version{};
  bool accepted = false;
  std::string error{};                       // of a request that was not: `VersionMismatch`, `ThrottlingException`
  bool lost = false;                         // the scenario spoiled the response
  bool resent = false;                       // by MQTT: a PUBLISH with DUP, which the agent did not decide
  std::optional<ExecutionName> execution{};  // in the response, or that of the request
  std::optional<bool> subscribed{};          // to the topics of both responses; absent: not over MQTT
};

/// One connection that an agent opened, or tried to open during an outage.
struct ConnectRecord {
  base::Monotonic when{};
  std::size_t agent = 0;
  bool refused = false;
};

/// One change of an execution, by whoever made it.
struct ChangeRecord {
  base::Monotonic when{};
  std::size_t agent = 0;
  ExecutionName execution;
  model::Status status{};
  std::int64_t version = 0;
};

/// What jobrig did to agents, from `began` to `ended`.
struct Interruption {
  enum class Kind : std::uint8_t { kKilled, kCut, kOutage, kLostAnswers };
  Kind kind{};
  std::optional<std::size_t> agent{};  // absent: all
  base::Monotonic began{};
  base::Monotonic ended{};
};

/// One process of an agent.
struct Lifetime {
  std::size_t agent = 0;
  base::Monotonic began{};
  bool ended_by_itself = false;
  int exit_code = 0;  // of such a process; 128 + N when signal N ended it
};

struct LastState {
  std::size_t agent = 0;
  ExecutionName execution;
  model::Status status{};
};

struct AgentRecord {
  std::vector<std::string> things;      // one agent each
  std::vector<RequestRecord> requests;  // this and the next three are in order of time
  std::vector<ConnectRecord> connects;
  std::vector<ChangeRecord> changes;
  std::vector<Interruption> interruptions;
  std::vector<Lifetime> lifetimes;
  std::vector<LastState> states;  // at the end, of all executions that exist
  base::Monotonic began{};
  base::Monotonic ended{};
  bool in_time = true;  // the course was over and all executions terminal before the limit
};

/// Whether the agent was interrupted at any time from `from` to `to`.
bool was_interrupted(const AgentRecord& record, std::size_t agent, base::Monotonic from, base::Monotonic to);

/// StartNextPendingJobExecution, DescribeJobExecution of `$next` or GetPendingJobExecutions.
bool asks_for_work(const RequestRecord& request);

/// `firmware-7 of lamp-1`
std::string in_words(const AgentRecord& record, std::size_t agent, const ExecutionName& execution);
/// `1 request`, `2 requests`
std::string count_in_words(std::size_t count, std::string_view what);

}  // namespace jobrig::life_cycles

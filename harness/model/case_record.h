// Case record: everything recorded about one run of a case: the calls, their times, the reports of the client, and the
// exchanges on the wire. A verdict needs no other input. It does not judge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/client_outcome.h"
#include "model/contract_words.h"
#include "model/exchange.h"
#include "model/packet_record.h"

namespace jobrig::model {

/// The resources of the client's processes after a call.
struct ClientUsage {
  std::uint64_t memory = 0;       // resident bytes
  std::uint64_t descriptors = 0;  // open

  friend bool operator==(const ClientUsage&, const ClientUsage&) = default;
};

/// One call of the client.
struct CallRecord {
  std::string operation;
  std::string arguments;                 // JSON text of an object
  base::Monotonic began{};               // when the client was told to make the call
  base::Monotonic ended{};               // when it reported, exited, or was stopped
  std::optional<ClientOutcome> outcome;  // absent: a client that reports nothing, or no report was received
  bool timed_out = false;                // the deadline of the case expired before the report
  std::optional<ClientUsage> usage{};    // absent: no process of the client was left to look at
  std::string last_errors{};             // the last lines on stderr of a client that crashed or was stopped

  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

struct CaseRecord {
  Edition edition = Edition::kOriginal;
  std::string thing;       // of this instance
  std::string endpoint{};  // as the client was told
  std::vector<CallRecord> calls;
  /// All exchanges of the case's things, in order of arrival. `ended` is zero for an exchange that was still open at
  /// the end of the case.
  std::vector<Exchange> exchanges;
  /// Requests to the listener of `{elsewhere}`, in order of arrival.
  std::vector<Exchange> elsewhere{};
  bool mqtt = false;                    // served over MQTT: `packets` instead of exchanges
  std::vector<PacketRecord> packets{};  // in the order of the wire
  std::uint64_t connections = 0;        // accepted on the port of the case
  Reports reports = Reports::kResults;
  bool crashed = false;                   // the client was killed by a signal or exited without a required report
  std::string harness_problem{};          // why the case could not be run, or how our own response broke the contract
  std::vector<std::string> violations{};  // how the client broke the client protocol: `wrote a second result`
  std::vector<std::string> notes{};       // additional information: stopped orphan processes, truncated output

  friend bool operator==(const CaseRecord&, const CaseRecord&) = default;
};

}  // namespace jobrig::model

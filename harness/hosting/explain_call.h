// Explain call: plays one request on a fresh state of a scenario, without a socket, and returns the response and the
// reasons for it. It prints nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/scenario.h"
#include "report/explanation.h"

namespace jobrig::hosting {

/// A request as a user writes it. Host and Content-Length are added if they are missing.
struct RequestText {
  std::string line;                  // GET /things/t/jobs/j
  std::vector<std::string> headers;  // NAME: VALUE
  std::string body;
};

struct ExplainOptions {
  std::uint64_t call = 1;             // number (from 1) of the explained call in a series of equal calls
  base::Duration at{0};               // virtual time of all calls, since the start
  std::optional<std::uint64_t> seed;  // absent: the scenario's seed, else 0
};

/// A message on a Jobs topic.
struct MessageText {
  std::string topic;  // $aws/things/t/jobs/$next/get
  std::string payload;
};

report::ExplainedCall explain_call(const model::Scenario& scenario, const RequestText& text,
                                   const ExplainOptions& options);

/// The same over MQTT. The topic is one of the Jobs service. Faults of messages are applied, those of packets are
/// only named.
report::ExplainedCall explain_message(const model::Scenario& scenario, const MessageText& text,
                                      const ExplainOptions& options);

}  // namespace jobrig::hosting

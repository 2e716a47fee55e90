// Conformance case: a case file after loading: a scenario, the calls that the client must make, and the checks that
// judge them. `{thing}` and `{job}` are already replaced by names. Plain data; it does not start processes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "model/check.h"
#include "model/scenario.h"

namespace jobrig::model {

/// The requirement level of RFC 2119. kInfo is for information only and never counts against the client.
enum class Level : std::uint8_t { kMust, kShould, kInfo };

/// Which of the two levels of a requirement applies: that for SDKs, or that for programs that carry out jobs.
enum class LevelProfile : std::uint8_t { kSdk, kDeviceAgent };

/// One argument of a call, with its name in the API: `thingName`, `executionNumber`, `statusDetails`.
struct Argument {
  std::string name;
  std::string json;  // JSON text: `"thing-1"`, `5000000000`, `true`, `{"step":"1"}`

  friend bool operator==(const Argument&, const Argument&) = default;
};

/// Makes the client repeat the call until the status of the execution is terminal. Requires the feature `poll`.
struct Polling {
  base::Duration every{0};
  std::int64_t at_most = 0;  // maximum number of calls
};

/// How a case over MQTT is served, and what its client is told.
struct MqttServing {
  std::chrono::seconds keep_alive{0};  // zero: the client chooses
};

/// One call that the client is told to make.
struct CaseCall {
  std::string operation;  // a name in the table of contract/, or of a notification (mqtt_notices.h)
  std::vector<Argument> arguments;
  base::Duration after{0};  // how long the runner waits before it sends this call
  std::optional<Polling> polling;
  std::optional<std::int64_t> await{};  // of a notification: how many to wait for
  bool fresh = false;                   // by a new client object, which the first call has anyway
  base::Location location;
};

/// The certificate that the client is told to use. kNone: no certificate.
enum class ClientIdentity : std::uint8_t { kNone, kGood };

/// One entry of `expect:`.
struct CheckUse {
  std::shared_ptr<const Check> check;
  Level level = Level::kMust;  // the level of the case unless the check has its own
  base::Location location;
};

struct ConformanceCase {
  std::string name;  // `retry/503-then-ok`: its path below conformance/ without .yaml
  std::string summary;
  Level level = Level::kMust;
  std::string requirement;            // with its number if it is in the registry: `ERR-3: The name …`
  std::string requirement_id;         // `ERR-3`; empty: the case states a requirement of its own
  std::string source;                 // the document and section of the requirement
  std::vector<std::string> features;  // required of the client, in addition to those that its calls need
  Scenario scenario;
  std::string thing;                  // the thing of this instance; names of its other things start with it
  std::vector<CaseCall> calls;        // at least one; one client makes them in this order
  std::vector<CheckUse> checks;       // at least one
  base::Duration deadline{0};         // the least that judge/call_bounds.h grants; zero: nothing in particular
  bool exact_deadline = false;        // `deadline` is the time for all calls together, whatever the client declares
  bool tls = false;                   // served over TLS on a separate port
  std::optional<MqttServing> mqtt{};  // served over MQTT instead of HTTP
  bool uses_elsewhere = false;        // a redirect points to `{elsewhere}` or `{elsewhere-tls}`
  ClientIdentity identity = ClientIdentity::kNone;
  base::Location location;
};

}  // namespace jobrig::model

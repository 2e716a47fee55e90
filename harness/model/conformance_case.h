// Conformance case: a case file after load: a scenario, the calls that a client is asked to make against it, and the
// checks that judge what came of them. Plain data; it starts nothing. `{thing}` and `{job}` are already names here.
#pragma once

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

/// How much a requirement binds, in the words of RFC 2119. kInfo: worth knowing, never against the client.
enum class Level : std::uint8_t { kMust, kShould, kInfo };

/// One argument of a call by its name in the API: `thingName`, `executionNumber`, `statusDetails`.
struct Argument {
  std::string name;
  std::string json;  // its value as JSON text: `"thing-1"`, `5000000000`, `true`, `{"step":"1"}`

  friend bool operator==(const Argument&, const Argument&) = default;
};

/// Makes the client call the operation again until the execution's status is terminal. Needs the feature `poll`.
struct Polling {
  base::Duration every{0};
  std::int64_t at_most = 0;  // calls, the last one included
};

/// One thing the client is asked to do.
struct CaseCall {
  std::string operation;  // a name of contract/'s table
  std::vector<Argument> arguments;
  base::Duration after{0};  // how long the runner waits before it asks for this call
  std::optional<Polling> polling;
  base::Location location;
};

/// Which certificate the client is told to show. kNone: it is given none.
enum class ClientIdentity : std::uint8_t { kNone, kGood };

/// One entry of `expect:`.
struct CheckUse {
  std::shared_ptr<const Check> check;
  Level level = Level::kMust;  // the case's unless it states its own
  base::Location location;
};

struct ConformanceCase {
  std::string name;  // `retry/503-then-ok`: its path below conformance/ without .yaml
  std::string summary;
  Level level = Level::kMust;
  std::string requirement;
  std::string source;                 // where the requirement is written
  std::vector<std::string> features;  // what a client must have declared, beside what its calls need
  Scenario scenario;
  std::string thing;             // the thing's name that is this instance's own; others of its things begin with it
  std::vector<CaseCall> calls;   // at least one, made in order by one client
  std::vector<CheckUse> checks;  // at least one
  base::Duration deadline{0};    // for all calls together; the client is ended then
  bool tls = false;              // served over TLS, on a port of its own
  ClientIdentity identity = ClientIdentity::kNone;
  base::Location location;
};

}  // namespace jobrig::model

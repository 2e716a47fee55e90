// Fault: a pure transformation of a Reply (the content of the response) or of a Script (how it is sent). It has no
// access to sockets, clocks or threads; random numbers come from the context. Each kind is a file in faults/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "base/random.h"
#include "model/reply.h"
#include "model/script.h"

namespace jobrig::model {

/// The protocols over which clients call.
enum class Protocol : std::uint8_t { kHttp, kMqtt };

/// The data that a fault may use.
struct FaultContext {
  base::Random& random;                 // the random numbers of this request
  base::Instant now{};                  // when the request arrived, in the time of the scenario
  std::uint64_t other_requests = 0;     // to which the rule responds at the same time
  Protocol protocol = Protocol::kHttp;  // whose bytes a script contains
};

/// The faults of one request are applied in this order, independent of the order in the file, so a combination always
/// has the same meaning. Within a phase, the order of the file applies.
enum class Phase : std::uint8_t {
  kMeaning,  // content of the reply: rewrite_reply
  kBytes,    // its bytes: rewrite_script, from here on
  kEnding,   // how much is sent, and how the connection ends
  kTime,     // when the bytes are sent
};

/// The point of an exchange at which a fault applies.
enum class Moment : std::uint8_t {
  kAccept,       // after the connection is accepted, before any byte is read
  kRequestHead,  // after the head of the request, without waiting for the body
  kAnswer,
};

/// One fault with its settings. Immutable after loading; shared by all workers.
class Fault {
 public:
  Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  virtual ~Fault() = default;

  /// The key in scenarios: `delay`.
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Phase phase() const { return Phase::kTime; }
  /// Before kAnswer there is no reply. rewrite_script then gets an empty script and sets only its close action.
  [[nodiscard]] virtual Moment moment() const { return Moment::kAnswer; }
  /// False: over this protocol it has no meaning and is left out.
  [[nodiscard]] virtual bool acts_over(Protocol /*protocol*/) const { return true; }
  /// Whether the operation must not be carried out: the response is one to a request that has no effect.
  [[nodiscard]] virtual bool prevents_effect() const { return false; }
  /// Whether the context must contain `other_requests`.
  [[nodiscard]] virtual bool looks_at_load() const { return false; }
  /// Called before the reply is rendered. The default does nothing.
  virtual void rewrite_reply(Reply& reply, FaultContext& context) const;
  /// Called after the reply is rendered. The default does nothing.
  virtual void rewrite_script(Script& script, FaultContext& context) const;
};

/// A chance that changes with virtual time since the clock's start: `before` until `from`, `after` from `to` on, and
/// interpolated linearly in between.
struct ChanceRamp {
  double before = 0;
  double after = 1;
  base::Duration from{0};
  base::Duration to{0};
};

/// A fault as used in a scenario.
struct FaultUse {
  std::shared_ptr<const Fault> fault;
  double chance = 1;  // 0 is never, 1 is always
  base::Location location;
  std::optional<ChanceRamp> ramp = {};  // replaces `chance`
};

}  // namespace jobrig::model

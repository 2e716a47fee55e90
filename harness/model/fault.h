// Fault: a pure rewrite of a Reply (what a good server would say) or of a Script (how it goes over the wire). It never
// sees a socket, a clock or a thread; chance comes in through the context. The kinds are faults/'s files.
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

/// What a fault may look at.
struct FaultContext {
  base::Random& random;  // the draws of this request
};

/// The faults that strike one request apply in this order, whatever the order they were written in, so that a
/// combination means one thing. Within a phase: as written.
enum class Phase : std::uint8_t {
  kMeaning,  // what the reply says: rewrite_reply
  kBytes,    // how it is put into bytes: rewrite_script from here on
  kEnding,   // how much of it is sent and how the connection ends
  kTime,     // when its bytes go out
};

/// How early a fault strikes.
enum class Moment : std::uint8_t {
  kAccept,       // the connection is there, no byte was read
  kRequestHead,  // the request's head is whole, its body is not waited for
  kAnswer,
};

/// One fault with its settings. Immutable after load and shared by all workers.
class Fault {
 public:
  Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  virtual ~Fault() = default;

  /// The word it has in scenarios: `delay`.
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Phase phase() const { return Phase::kTime; }
  /// Before kAnswer there is neither reply nor answer: rewrite_script is then given an empty script, whose ending is
  /// what the fault makes of it.
  [[nodiscard]] virtual Moment moment() const { return Moment::kAnswer; }
  /// Called before the reply is rendered. Does nothing unless overridden.
  virtual void rewrite_reply(Reply& reply, FaultContext& context) const;
  /// Called after the reply is rendered. Does nothing unless overridden.
  virtual void rewrite_script(Script& script, FaultContext& context) const;
};

/// A chance that changes with virtual time since the clock's start: `before` until `from`, `after` from `to` on, and
/// straight in between.
struct ChanceRamp {
  double before = 0;
  double after = 1;
  base::Duration from{0};
  base::Duration to{0};
};

/// A fault where a scenario uses it.
struct FaultUse {
  std::shared_ptr<const Fault> fault;
  double chance = 1;  // 0 is never, 1 is always
  base::Location location;
  std::optional<ChanceRamp> ramp = {};  // takes the place of `chance`
};

}  // namespace jobrig::model

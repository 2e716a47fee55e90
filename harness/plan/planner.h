// Planner: from a call to its reply: finds the rule, makes the answer from the world or from the rule, and rolls for
// the faults. It knows no protocol, opens no socket and reads no clock but the one it is handed.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/errors.h"
#include "model/call.h"
#include "model/responder.h"
#include "model/scenario.h"
#include "plan/command_executions.h"
#include "plan/documented.h"
#include "plan/error_reply.h"
#include "plan/key_states.h"
#include "plan/near_misses.h"
#include "plan/rule_table.h"
#include "plan/throttle.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::plan {

/// Thread-safe. A request holds the lock of its key's shard from its count to its answer, so that the n-th request of a
/// key sees what the n-th shall see; the thing's own lock nests inside it, never the other way round.
/// Borrows all it is given; they must outlive it.
class Planner {
 public:
  Planner(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock, std::uint64_t seed);

  /// Decides; counts the call. Never fails: what cannot be answered gets the reply of an error. Reply faults are
  /// applied.
  model::Plan plan(const model::Call& call);
  /// As in model::Responder.
  std::optional<model::EarlyEnd> at_accept();
  [[nodiscard]] bool looks_at_heads() const { return has_head_faults_; }
  std::optional<model::EarlyEnd> at_request_head(const model::Call& call);

  /// Begins anew for one thing and job, or, without a job, for all of a thing's; what others share (a bucket of the
  /// whole server, the time) stays. The work does not grow with the keys there are.
  void reset(const std::string& thing, const std::optional<std::string>& job);

  /// What each rule would say to this call now, in the scenario's order; counts nothing.
  [[nodiscard]] std::vector<RuleVerdict> weigh(const model::Call& call);

  /// How many rules were looked at so far: for the test that matching stays constant work.
  [[nodiscard]] std::uint64_t rules_examined() const { return keys_.examined(); }

 private:
  // The rule and which of its answers; no rule: as documented.
  struct Choice {
    const model::Rule* rule = nullptr;
    const model::Answer* answer = nullptr;  // null: the documented one
    std::uint32_t step = 0;
    std::optional<base::Duration> throttled = {};  // the bucket is empty for so long
    std::uint32_t index = 0;                       // of the rule
  };

  /// `counts`: the use is counted and takes its token; else it is only looked at.
  [[nodiscard]] Choice choose(const LockedKey& key, const conditions::Circumstances& circumstances,
                              const model::Key& names, bool counts);
  /// Those of the answer and of the rule that strike at that moment.
  static void choose_faults(const Choice& choice, base::Random& rolls, base::Duration elapsed, model::Moment moment,
                            std::vector<const model::Fault*>& struck);
  [[nodiscard]] static model::EarlyEnd end_early(const std::vector<const model::Fault*>& struck, base::Random& random);
  void fill_reply(const Choice& choice, const KeyState& key, const model::Call& call, base::Instant now,
                  model::Plan& plan);
  void fill_documented(const KeyState& key, const model::Call& call, base::Instant now, std::string request_id,
                       model::Plan& plan);

  const model::Scenario& scenario_;
  const state::VirtualClock& clock_;
  RuleTable rules_;
  KeyStates keys_;
  DocumentTexts documents_;
  CommandExecutions commands_;
  ThrottleBuckets buckets_;
  std::vector<const model::Rule*> accept_rules_;  // those with a fault that strikes at accept
  bool has_head_faults_ = false;
  std::uint64_t accept_stream_;             // of the connections' rolls
  std::atomic<std::uint64_t> accepted_{0};  // connections, when there are accept_rules_
};

}  // namespace jobrig::plan

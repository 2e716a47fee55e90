// Planner: turns a call into a reply. It finds the rule, makes the response from the world or the rule, and selects the
// faults. It knows no protocol, opens no socket and reads only the clock that it is given.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "contract/errors.h"
#include "model/call.h"
#include "model/responder.h"
#include "model/scenario.h"
#include "plan/documented.h"
#include "plan/error_reply.h"
#include "plan/memory.h"
#include "plan/near_misses.h"
#include "plan/rule_switches.h"
#include "plan/rule_table.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::plan {

/// Thread-safe. A request holds the lock of its key's shard from counting to responding, which makes the n-th request
/// of a key get the n-th response. The lock of the thing nests inside it, never the other way round. Borrows all
/// arguments, which must outlive the planner.
class Planner {
 public:
  Planner(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock, std::uint64_t seed,
          const KeyLimits& limits = {});
  /// Replaces `before`, which may still be in use, with other rules: continues its counters and buckets. `kept`: for
  /// each rule of the scenario its index in `before`, or nothing for a new rule, whose count begins. `has_same_things`:
  /// the things of the scenario are copies of those of `before`, and settings and documents are the same.
  using Kept = std::vector<std::optional<std::uint32_t>>;
  Planner(const model::Scenario& scenario, const Planner& before, const Kept& kept, bool has_same_things);

  /// Plans the reply and counts the call. Never fails: a request that cannot be answered gets an error reply. Reply
  /// faults are applied.
  model::Plan plan(const model::Call& call);
  /// The same. `plan` is new or cleared, and its memory is used.
  void plan_into(const model::Call& call, model::Plan& plan);
  /// Selects the rule and the faults for an MQTT packet that is no request of the Jobs service, and counts it for its
  /// rule: under the thing of the call alone. There is no reply.
  model::Plan plan_packet(const model::Call& call);
  /// False: calls of plan_packet() can be skipped.
  [[nodiscard]] bool looks_at_packets() const { return looks_at_packets_; }
  /// See model::Responder.
  model::Opening at_accept();
  [[nodiscard]] model::Port port() const { return connections_->choice.port(); }
  [[nodiscard]] bool looks_at_heads() const { return has_head_faults_; }
  std::optional<model::EarlyEnd> at_request_head(const model::Call& call);

  /// Resets one job of a thing or, without a job, all jobs of the thing. Shared state (server-wide buckets, the time)
  /// is unchanged. The work does not grow with the number of keys.
  void reset(const std::string& thing, const std::optional<std::string>& job);

  /// Call it after the jobs of the thing have changed in the world. Counters stay.
  void look_up_again(std::string_view thing) { memory_->keys.look_up_again(thing); }
  /// The same after the things of the world have been replaced.
  void look_up_all_again() { memory_->keys.look_up_all_again(); }

  /// The verdict of each rule on this call now, in the scenario's order. Counts nothing.
  [[nodiscard]] std::vector<RuleVerdict> weigh(const model::Call& call);

  /// The switches of the rules, by index. Disabled rules are skipped, as if the scenario did not contain them.
  [[nodiscard]] RuleSwitches& switches() { return switches_; }
  [[nodiscard]] const RuleSwitches& switches() const { return switches_; }

  /// The number of rules examined so far. Used to test that matching takes constant work.
  [[nodiscard]] std::uint64_t rules_examined() const { return memory_->keys.examined(); }
  [[nodiscard]] KeyCounts keys() const { return memory_->keys.counts(); }
  [[nodiscard]] std::size_t client_tokens() const { return memory_->commands.count(); }

 private:
  // The selected rule and answer. No rule: the documented response.
  struct Choice {
    const model::Rule* rule = nullptr;
    const model::Answer* answer = nullptr;  // null: the documented response
    std::uint32_t step = 0;
    bool throttled = false;
    std::optional<base::Duration> wait = {};  // how long the bucket stays empty, if it is
    std::uint32_t index = 0;                  // index of the rule
  };

  /// `body`: null if it was not received yet.
  [[nodiscard]] conditions::Circumstances circumstances_of(const KeyState& key, const model::Call& call,
                                                           base::Instant now, const conditions::BodyValues* body) const;
  /// With `counted`, counts the use, takes a token, and adds the requests in flight to that plan. Otherwise changes
  /// nothing.
  [[nodiscard]] Choice choose(const LockedKey& key, const conditions::Circumstances& circumstances,
                              model::Plan* counted);
  /// What the rule says, unless another rule must be tried. `cursor` is null for rules that count nothing.
  std::optional<Choice> try_rule(std::uint32_t index, const LockedKey& key,
                                 const conditions::Circumstances& circumstances, Cursor* cursor, model::Plan* counted);
  /// Calls `use` with the cursor of a rule that counts, while no other thread uses it.
  template <typename Use>
  auto with_cursor(std::uint32_t index, const LockedKey& key, Use use);
  /// Whether the rule lets the request pass. Adds it to `plan.in_flight` then.
  [[nodiscard]] bool take_place(std::uint32_t index, const model::Call& call, model::Plan& plan);
  /// Takes a token. Returns nothing on success, otherwise the time until a token is available.
  std::optional<base::Duration> take_token_of(std::uint32_t rule, const model::Throttle& throttle, const LockedKey& key,
                                              base::Duration elapsed);
  /// Appends the faults of the answer and of the rule that apply at this moment.
  static void choose_faults(const Choice& choice, base::Random& rolls, base::Duration elapsed, model::Moment moment,
                            std::vector<const model::Fault*>& struck);
  std::optional<model::EarlyEnd> end_at_accept();
  [[nodiscard]] static model::EarlyEnd end_early(const std::vector<const model::Fault*>& struck, base::Random& random);
  void fill_reply(const Choice& choice, const LockedKey& key, const model::Call& call, base::Instant now,
                  model::Plan& plan);
  void fill_documented(const LockedKey& key, const model::Call& call, base::Instant now, model::Plan& plan);

  Planner(const model::Scenario& scenario, const state::VirtualClock& clock, std::shared_ptr<Memory> memory,
          std::shared_ptr<ConnectionMemory> connections, std::shared_ptr<const DocumentTexts> documents,
          RuleTable::Indices ids, std::uint32_t version);
  static RuleTable::Indices ids_of(const Planner& before, const Kept& kept);

  const model::Scenario& scenario_;
  const state::VirtualClock& clock_;
  const std::shared_ptr<Memory> memory_;
  const std::shared_ptr<ConnectionMemory> connections_;
  const std::shared_ptr<const DocumentTexts> documents_;
  RuleTable rules_;
  CandidateLists lists_{rules_};
  RuleSwitches switches_;
  std::vector<bool> looks_at_load_;          // per rule
  std::vector<std::uint32_t> accept_rules_;  // rules with a fault at accept
  bool has_head_faults_ = false;
  bool looks_at_packets_ = false;
};

template <typename Use>
auto Planner::with_cursor(std::uint32_t index, const LockedKey& key, Use use) {
  const model::By by = rules_.rule(index).by;
  const std::uint32_t id = rules_.id(index);
  if (by == model::By::kServer) {
    const std::lock_guard lock(memory_->shared_mutex);
    return use(cursor_of(memory_->shared_cursors, id));
  }
  return use(cursor_of(by == model::By::kThing ? *key.cursors_of_thing : key.state->cursors, id));
}

}  // namespace jobrig::plan

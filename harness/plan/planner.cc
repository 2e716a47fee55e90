#include "plan/planner.h"

#include <utility>

#include "base/deadline.h"
#include "base/uuid.h"
#include "contract/errors.h"
#include "contract/operations.h"
#include "plan/check_sent.h"
#include "plan/fault_choice.h"
#include "plan/request_key.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kNextJob = "$next";

std::string_view refusal_error(const model::Call& call) {
  return contract::row_of(call.operation.value_or(model::Operation::kDescribeJobExecution)).refusal_error;
}

// The response to a request for a thing that World has no room for.
constexpr std::string_view kFullError = "ServiceUnavailableException";
constexpr std::string_view kFull =
    "jobrig has no room for the state of one more thing of this scenario; POST /reset frees what others use.";

model::Protocol protocol_of(const model::Call& call) {
  return call.context.mqtt == nullptr ? model::Protocol::kHttp : model::Protocol::kMqtt;
}

// Whether only rules that name a packet or a topic apply.
bool is_other_packet(const model::Call& call) {
  return call.context.mqtt != nullptr && !call.context.mqtt->is_jobs_request;
}

// The name under which requests in flight are counted.
std::string name_of(model::By by, const model::Call& call) {
  std::string name;
  if (by != model::By::kServer) {
    name = thing_of_key(call);
  }
  if (by == model::By::kJob) {
    name.append("/").append(job_of_key(call));
  }
  return name;
}

}  // namespace

model::Plan Planner::plan(const model::Call& call) {
  model::Plan plan;
  plan_into(call, plan);
  return plan;
}

void Planner::plan_into(const model::Call& call, model::Plan& plan) {
  if (call.operation) {
    plan.decision.operation = contract::row_of(*call.operation).name;
  }
  plan.decision.key.thing = thing_of_key(call);
  plan.decision.key.job = job_of_key(call);

  const LockedKey key = memory_->keys.lock(plan.decision.key.thing, plan.decision.key.job);
  const base::Instant now = clock_.now();
  plan.arrived = now;
  if (key.state == nullptr) {
    plan.decision.error = kFullError;
    fill_foreign_error_reply(kFullError, kFull, "", plan.reply);
    return;
  }
  plan.decision.ordinal = key.state->next_ordinal++;
  plan.random = base::Random(key.state->stream, plan.decision.ordinal);
  if (call.denial) {
    plan.decision.error = call.denial->error;
    plan.decision.authentication = call.denial->difference;
    fill_foreign_error_reply(call.denial->error, call.denial->message, base::draw_uuid(plan.random), plan.reply);
    return;  // as at the service, requests that fail authentication are not matched against rules
  }
  const base::Duration elapsed = now - clock_.start();
  const conditions::BodyValues body = rules_.members().values_in(call.context.body);
  const Choice choice = choose(key, circumstances_of(*key.state, call, now, &body), &plan);
  if (choice.rule != nullptr) {
    plan.decision.rule = choice.rule->name;
    plan.decision.step = choice.step;
  }
  base::Random rolls = fault_rolls(*key.state, plan.decision.ordinal);
  choose_faults(choice, rolls, elapsed, model::Moment::kAnswer, plan.faults);
  keep_applicable(plan.faults, protocol_of(call));
  order_by_phase(plan.faults);
  fill_reply(choice, key, call, now, plan);
  if (kCheckSent && !plan.is_prepared()) {
    const bool by_rule = choice.answer != nullptr && !std::holds_alternative<model::Documented>(choice.answer->content);
    if (by_rule || !prevent_effect(plan.faults)) {
      check_sent(scenario_.edition, call.operation, by_rule, plan);
    }
  }
  model::FaultContext context{plan.random, now, plan.other_requests, protocol_of(call)};
  for (const model::Fault* fault : plan.faults) {
    fault->rewrite_reply(plan.reply, context);
  }
}

model::Plan Planner::plan_packet(const model::Call& call) {
  model::Plan plan;
  plan.decision.key.thing = thing_of_key(call);
  const LockedKey key = memory_->keys.lock(plan.decision.key.thing, {});
  const base::Instant now = clock_.now();
  plan.arrived = now;
  if (key.state == nullptr) {
    return plan;
  }
  plan.decision.ordinal = key.state->next_ordinal++;
  plan.random = base::Random(key.state->stream, plan.decision.ordinal);
  const conditions::BodyValues body = rules_.members().values_in(call.context.body);
  const Choice choice = choose(key, circumstances_of(*key.state, call, now, &body), &plan);
  if (choice.rule != nullptr) {
    plan.decision.rule = choice.rule->name;
    plan.decision.step = choice.step;
  }
  base::Random rolls = fault_rolls(*key.state, plan.decision.ordinal);
  choose_faults(choice, rolls, now - clock_.start(), model::Moment::kAnswer, plan.faults);
  keep_applicable(plan.faults, protocol_of(call));
  order_by_phase(plan.faults);
  return plan;
}

void Planner::choose_faults(const Choice& choice, base::Random& rolls, base::Duration elapsed, model::Moment moment,
                            std::vector<const model::Fault*>& struck) {
  if (choice.throttled) {
    return;
  }
  if (choice.answer != nullptr) {
    plan::choose_faults(choice.answer->faults, rolls, struck, elapsed, moment);
  }
  if (choice.rule != nullptr) {
    plan::choose_faults(choice.rule->faults, rolls, struck, elapsed, moment);
  }
}

conditions::Circumstances Planner::circumstances_of(const KeyState& key, const model::Call& call, base::Instant now,
                                                    const conditions::BodyValues* body) const {
  conditions::Circumstances circumstances{call, now - clock_.start(), {}, body};
  if (rules_.looks_at_status() && key.thing != nullptr && (key.job || call.job == kNextJob)) {
    circumstances.status = key.thing->status(key.job, call.arguments.execution_number, now);
  }
  return circumstances;
}

Planner::Choice Planner::choose(const LockedKey& key, const conditions::Circumstances& circumstances,
                                model::Plan* counted) {
  RuleTable::Indices scratch;
  const base::Instant now = clock_.start() + circumstances.elapsed;
  for (const std::uint32_t index :
       KeyStates::candidates(lists_, key, circumstances.call, names_key(circumstances.call), scratch)) {
    ++*key.examined;
    if (!switches_.is_enabled(index, now) || !rules_.holds(index, circumstances) ||
        is_for_connections_only(rules_.rule(index)) ||
        (is_other_packet(circumstances.call) && !rules_.rule(index).when.names_packets())) {
      continue;
    }
    if (circumstances.body == nullptr && !rules_.rule(index).when.body.empty()) {
      return {};  // the body decides whether this rule or a later one answers
    }
    const std::optional<Choice> choice =
        rules_.counts(index)
            ? with_cursor(index, key,
                          [&](Cursor& cursor) { return try_rule(index, key, circumstances, &cursor, counted); })
            : try_rule(index, key, circumstances, nullptr, counted);
    if (choice) {
      return *choice;
    }
  }
  return {};
}

std::optional<Planner::Choice> Planner::try_rule(std::uint32_t index, const LockedKey& key,
                                                 const conditions::Circumstances& circumstances, Cursor* cursor,
                                                 model::Plan* counted) {
  const model::Rule& rule = rules_.rule(index);
  if (cursor != nullptr && rule.every > 1) {
    const std::uint64_t seen = cursor->seen + 1;
    cursor->seen = counted != nullptr ? seen : cursor->seen;
    if (seen % static_cast<std::uint64_t>(rule.every) != 0) {
      return std::nullopt;
    }
  }
  const std::optional<std::size_t> answer = rules_.answer_at(index, cursor == nullptr ? 0 : cursor->used);
  if (!answer) {
    return std::nullopt;
  }
  if (counted != nullptr && !take_place(index, circumstances.call, *counted)) {
    return Choice{&rule, nullptr, 0, true, {}, index};
  }
  if (counted != nullptr && rule.throttle && rule.throttle->interval > base::Duration::zero()) {
    if (const auto wait = take_token_of(index, *rule.throttle, key, circumstances.elapsed)) {
      return Choice{&rule, nullptr, 0, true, wait, index};
    }
  }
  if (rule.throttle && rule.answers.empty() && rule.faults.empty()) {
    return std::nullopt;  // not throttled: continue with the next rules
  }
  if (cursor != nullptr && counted != nullptr) {
    ++cursor->used;
  }
  return rule.answers.empty()
             ? Choice{&rule, nullptr, 0, false, {}, index}
             : Choice{&rule, &rule.answers[*answer], static_cast<std::uint32_t>(*answer + 1), false, {}, index};
}

bool Planner::take_place(std::uint32_t index, const model::Call& call, model::Plan& plan) {
  const model::Rule& rule = rules_.rule(index);
  if (rule.throttle && rule.throttle->concurrent > 0) {
    auto entry = memory_->limited.enter(rules_.id(index), name_of(rule.throttle->by, call),
                                        static_cast<std::uint64_t>(rule.throttle->concurrent));
    if (!entry) {
      return false;
    }
    plan.in_flight.push_back(std::move(entry->ticket));
  }
  if (looks_at_load_[index]) {
    auto entry = memory_->loaded.enter(rules_.id(index), {}, 0);
    plan.in_flight.push_back(std::move(entry->ticket));
    plan.other_requests = entry->others;
  }
  return true;
}

std::optional<base::Duration> Planner::take_token_of(std::uint32_t rule, const model::Throttle& throttle,
                                                     const LockedKey& key, base::Duration elapsed) {
  if (throttle.by == model::By::kServer) {
    return memory_->shared_buckets.take(rules_.id(rule), throttle, elapsed);
  }
  Cursors& cursors = throttle.by == model::By::kThing ? *key.cursors_of_thing : key.state->cursors;
  return take_token(cursor_of(cursors, rules_.id(rule)).full_at, throttle, elapsed);
}

void Planner::fill_reply(const Choice& choice, const LockedKey& key, const model::Call& call, base::Instant now,
                         model::Plan& plan) {
  base::draw_uuid(plan.random, plan.reply.request_id);
  if (choice.throttled) {
    const model::ErrorAnswer error = throttled_answer(*choice.rule->throttle, choice.wait, clock_.rate());
    fill_error_reply(error, std::move(plan.reply.request_id), plan.reply);
    plan.decision.error = error.name;
    return;
  }
  const bool is_documented =
      choice.answer == nullptr || std::holds_alternative<model::Documented>(choice.answer->content);
  if (is_documented && prevent_effect(plan.faults)) {
    plan.reply.body = "{}";  // the fault replaces it
    return;
  }
  if (is_documented) {
    fill_documented(key, call, now, plan);
    return;
  }
  if (const auto* error = std::get_if<model::ErrorAnswer>(&choice.answer->content)) {
    fill_error_reply(*error, std::move(plan.reply.request_id), plan.reply);
    if (error->retry_date) {
      plan.reply.retry_date = {base::deadline(now, error->retry_after.value_or(base::Duration())), *error->retry_date};
    }
    plan.decision.error = error->name;
  } else if (const auto* raw = std::get_if<model::RawAnswer>(&choice.answer->content)) {
    std::string request_id = std::move(plan.reply.request_id);
    plan.reply = raw->reply;
    plan.reply.request_id = std::move(request_id);
  }
  plan.reply.off_contract = choice.answer->off_contract;
}

void Planner::fill_documented(const LockedKey& key, const model::Call& call, base::Instant now, model::Plan& plan) {
  if (!call.refusal.empty() || !call.operation) {
    plan.decision.error = call.refusal_error.empty() ? refusal_error(call) : call.refusal_error;
    fill_error_reply(plan.decision.error, call.refusal, std::move(plan.reply.request_id), plan.reply);
    return;
  }
  // An echoed header differs from response to response.
  const bool may_prepare = plan.faults.empty() && call.context.http != nullptr && call.context.http->takes_prepared &&
                           !scenario_.echoes_traceparent;
  DocumentedAnswer answer = answer_documented({scenario_, *documents_, call, key.state->thing, key.state->job, now,
                                               memory_->commands, plan.random, may_prepare ? key.answers : nullptr});
  plan.prepared = std::move(answer.prepared);
  plan.decision.error = answer.error;
  fill_documented_reply(std::move(answer), std::move(plan.reply.request_id), plan.reply);
}

void Planner::reset(const std::string& thing, const std::optional<std::string>& job) {
  memory_->keys.reset(thing, job, clock_.now());
}

std::vector<RuleVerdict> Planner::weigh(const model::Call& call) {
  const LockedKey key = memory_->keys.lock(thing_of_key(call), job_of_key(call));
  std::vector<RuleVerdict> verdicts;
  if (key.state == nullptr) {
    return verdicts;
  }
  const conditions::BodyValues body = rules_.members().values_in(call.context.body);
  const base::Instant now = clock_.now();
  const auto circumstances = circumstances_of(*key.state, call, now, &body);
  verdicts.reserve(rules_.size());
  for (std::uint32_t index = 0; index < rules_.size(); ++index) {
    Cursor cursor{index};
    if (rules_.counts(index)) {
      cursor = with_cursor(index, key, [](const Cursor& known) { return known; });
    }
    const bool used_up = !rules_.answer_at(index, cursor.used);
    const RuleSwitch state = switches_.at(index, now);
    verdicts.push_back(state.enabled ? weigh_rule(rules_.rule(index), circumstances, used_up, cursor.seen + 1)
                                     : RuleVerdict{&rules_.rule(index), false, {reason_against(state)}});
  }
  return verdicts;
}

}  // namespace jobrig::plan

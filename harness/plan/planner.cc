#include "plan/planner.h"

#include <utility>

#include "contract/errors.h"
#include "contract/operations.h"
#include "plan/authentication.h"
#include "plan/check_sent.h"
#include "plan/fault_choice.h"
#include "plan/reply_headers.h"
#include "plan/request_id.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kRequestIdHeader = "x-amzn-RequestId";

// The names under which a request is counted: those it states, as far as a scenario could have them.
std::string_view thing_of_key(const ParsedRequest& parsed) {
  return parsed.thing_valid ? parsed.thing : std::string_view();
}

std::string_view job_of_key(const ParsedRequest& parsed) {
  return parsed.thing_valid && parsed.job_valid ? parsed.job : std::string_view();
}

// A request that breaks the contract: StartCommandExecution has a name of its own for it (shared contract notes, "The
// other operations").
std::string_view refusal_error(const ParsedRequest& parsed) {
  return parsed.operation == model::Operation::kStartCommandExecution ? "ValidationException"
                                                                      : "InvalidRequestException";
}

void fill_raw_reply(const model::RawAnswer& raw, std::string request_id, model::Reply& reply) {
  reply = raw.reply;
  if (header_value(reply, kRequestIdHeader).data() == nullptr) {
    reply.headers.push_back({std::string(kRequestIdHeader), std::move(request_id)});
  }
}

}  // namespace

Planner::Planner(const model::Scenario& scenario, state::World& world, const state::VirtualClock& clock,
                 std::uint64_t seed)
    : scenario_(scenario),
      clock_(clock),
      rules_(scenario.rules),
      keys_(rules_, world, scenario.name, seed),
      documents_(scenario) {}

model::Plan Planner::plan(const model::Request& request) {
  model::Plan plan;
  ParsedRequest parsed;
  parse_request(request, scenario_.edition, parsed);
  if (parsed.operation) {
    plan.decision.operation = contract::row_of(*parsed.operation).name;
  }
  plan.decision.key = {std::string(thing_of_key(parsed)), std::string(job_of_key(parsed))};

  const LockedKey key = keys_.lock(plan.decision.key.thing, plan.decision.key.job);
  const base::Instant now = clock_.now();
  plan.decision.ordinal = key.state->next_ordinal++;
  plan.random = base::Random(key.state->stream, plan.decision.ordinal);
  if (const std::optional<Denial> denial =
          authenticate(request, scenario_.signatures, parsed.thing, clock_.machine().civil())) {
    plan.decision.error = denial->error;
    plan.decision.authentication = denial->difference;
    fill_foreign_error_reply(denial->status, denial->error, denial->message, draw_uuid(plan.random), plan.reply);
    return plan;  // whoever is not let in meets no rule, as at the service
  }
  const Choice choice = choose(key, {parsed, request, now - clock_.start()});
  if (choice.rule != nullptr) {
    plan.decision.rule = choice.rule->name;
    plan.decision.step = choice.step;
  }
  fill_reply(choice, *key.state, parsed, now, plan);
  if constexpr (kCheckSent) {
    const bool by_rule = choice.answer != nullptr && !std::holds_alternative<model::Documented>(choice.answer->content);
    check_sent(scenario_.edition, parsed.operation, by_rule, plan);
  }
  if (choice.answer != nullptr) {
    choose_faults(choice.answer->faults, plan.random, plan.faults);
  }
  if (choice.rule != nullptr) {
    choose_faults(choice.rule->faults, plan.random, plan.faults);
  }
  order_by_phase(plan.faults);
  model::FaultContext context{request, scenario_.edition, plan.random};
  for (const model::Fault* fault : plan.faults) {
    fault->rewrite_reply(plan.reply, context);
  }
  return plan;
}

void Planner::apply_wire_faults(model::Plan& plan, const model::Request& request, model::Script& script) {
  model::FaultContext context{request, scenario_.edition, plan.random};
  for (const model::Fault* fault : plan.faults) {
    fault->rewrite_script(script, context);
    plan.decision.faults.emplace_back(fault->name());
  }
}

Planner::Choice Planner::choose(const LockedKey& key, const Circumstances& circumstances) {
  const ParsedRequest& parsed = circumstances.parsed;
  RuleTable::Indices scratch;
  const bool key_is_subject = parsed.thing_valid && parsed.job_valid;
  for (const std::uint32_t index : keys_.candidates(key, subject_of(parsed), key_is_subject, scratch)) {
    ++*key.examined;
    const model::Rule& rule = rules_.rule(index);
    if (!matches_circumstances(rule.when, circumstances)) {
      continue;
    }
    const bool counts = rules_.counts(index);
    const std::optional<std::size_t> answer = rules_.answer_at(index, counts ? key.state->used(index) : 0);
    if (!answer) {
      continue;
    }
    if (counts) {
      key.state->count_use(index);
    }
    return rule.answers.empty() ? Choice{&rule, nullptr, 0}
                                : Choice{&rule, &rule.answers[*answer], static_cast<std::uint32_t>(*answer + 1)};
  }
  return {};
}

void Planner::fill_reply(const Choice& choice, const KeyState& key, const ParsedRequest& parsed, base::Instant now,
                         model::Plan& plan) {
  std::string request_id = draw_uuid(plan.random);
  if (choice.answer == nullptr || std::holds_alternative<model::Documented>(choice.answer->content)) {
    fill_documented(key, parsed, now, std::move(request_id), plan);
    return;
  }
  if (const auto* error = std::get_if<model::ErrorAnswer>(&choice.answer->content)) {
    fill_error_reply(*error, request_id, plan.reply);
    plan.decision.error = error->name;
  } else if (const auto* raw = std::get_if<model::RawAnswer>(&choice.answer->content)) {
    fill_raw_reply(*raw, std::move(request_id), plan.reply);
  }
  plan.reply.off_contract = plan.reply.off_contract || choice.answer->off_contract;
}

void Planner::fill_documented(const KeyState& key, const ParsedRequest& parsed, base::Instant now,
                              std::string request_id, model::Plan& plan) {
  if (!parsed.refusal.empty() || !parsed.operation) {
    plan.decision.error = refusal_error(parsed);
    fill_error_reply(plan.decision.error, parsed.refusal, request_id, plan.reply);
    return;
  }
  DocumentedAnswer answer =
      answer_documented({scenario_, documents_, parsed, key.thing, key.job, now}, commands_, plan.random);
  plan.decision.error = answer.error;
  fill_documented_reply(std::move(answer), std::move(request_id), plan.reply);
}

std::vector<RuleVerdict> Planner::weigh(const model::Request& request) {
  ParsedRequest parsed;
  parse_request(request, scenario_.edition, parsed);
  const LockedKey key = keys_.lock(thing_of_key(parsed), job_of_key(parsed));
  const Circumstances circumstances{parsed, request, clock_.now() - clock_.start()};
  std::vector<RuleVerdict> verdicts;
  verdicts.reserve(rules_.size());
  for (std::uint32_t index = 0; index < rules_.size(); ++index) {
    const bool used_up = !rules_.answer_at(index, key.state->used(index));
    verdicts.push_back(weigh_rule(rules_.rule(index), subject_of(parsed), circumstances, used_up));
  }
  return verdicts;
}

}  // namespace jobrig::plan

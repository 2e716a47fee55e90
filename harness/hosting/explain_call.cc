#include "hosting/explain_call.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/units.h"
#include "hosting/explain_states.h"
#include "http/authentication.h"
#include "http/content_type.h"
#include "http/reply.h"
#include "http/request_parser.h"
#include "http/trace_context.h"
#include "mqtt/jobs_request.h"
#include "mqtt/jobs_response.h"
#include "mqtt_faults/apply.h"
#include "plan/explain.h"
#include "plan/planner.h"
#include "serve/framer.h"
#include "serve/http_engine.h"
#include "serve/refusal.h"
#include "state/virtual_clock.h"
#include "state/world.h"

namespace jobrig::hosting {
namespace {

bool names_header(const std::string& line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' && base::starts_with_ignoring_case(line, name);
}

/// The request as a client would send it.
std::string raw_request(const RequestText& text) {
  const auto has = [&](std::string_view name) {
    return std::any_of(text.headers.begin(), text.headers.end(),
                       [&](const std::string& header) { return names_header(header, name); });
  };
  std::string raw = text.line + " HTTP/1.1\r\n";
  raw += has("Host") ? "" : "Host: localhost\r\n";
  for (const std::string& header : text.headers) {
    raw += header + "\r\n";
  }
  if (!text.body.empty() && !has("Content-Type")) {
    raw += "Content-Type: application/json\r\n";
  }
  if (!text.body.empty() && !has("Content-Length") && !has("Transfer-Encoding")) {
    raw += "Content-Length: " + std::to_string(text.body.size()) + "\r\n";
  }
  return raw + "\r\n" + text.body;
}

report::ExplainedCall explain_refusal(const serve::Refusal& refusal, base::Instant now) {
  model::Exchange exchange;
  const model::HttpReply reply = serve::reply_to(refusal, exchange, now);
  serve::HttpEngine engine;
  serve::Rendered rendered = engine.render({}, false, reply);
  return {exchange.decision, 0, {}, {}, rendered.status, std::move(rendered.script), {}, true, refusal.reason};
}

/// `idle-timeout 5s, then close`; empty if nothing was said about the connection.
std::string connection_text(const model::Port& port, const model::Opening& opening) {
  if (port.refuses) {
    return "refused: nothing listens on the port";
  }
  std::string text;
  const auto append = [&text](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
  if (opening.delay > base::Duration::zero()) {
    append("accept-after " + base::format_duration(opening.delay));
  }
  if (opening.end) {
    append(opening.end->decision.faults.front());
  }
  if (opening.limits.idle_timeout) {
    append("idle-timeout " + base::format_duration(*opening.limits.idle_timeout));
  }
  if (opening.limits.max_age) {
    append("max-age " + base::format_duration(*opening.limits.max_age));
  }
  return text;
}

model::Script ended(const model::EarlyEnd& end) {
  model::Script script;
  script.close_action = end.close_action;
  return script;
}

/// The connections that earlier calls used are counted: each call has its own.
model::Opening opening_of(plan::Planner& planner, std::uint64_t call) {
  model::Opening opening;
  for (std::uint64_t i = 0; i < call; ++i) {
    opening = planner.at_accept();
  }
  return opening;
}

std::vector<report::MissedRule> missed_rules(const std::vector<plan::RuleVerdict>& misses) {
  std::vector<report::MissedRule> rules;
  for (const plan::RuleVerdict& miss : misses) {
    rules.push_back({miss.rule->name, miss.reasons});
  }
  return rules;
}

}  // namespace

// The order is that of the server: frame, plan, render, then apply the wire faults.
report::ExplainedCall explain_call(const model::Scenario& scenario, const RequestText& text,
                                   const ExplainOptions& options) {
  const base::ManualClock machine(base::SystemClock().civil());
  state::VirtualClock clock(machine, scenario.clock);
  clock.jump(options.at);
  const std::string raw = raw_request(text);
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  serve::Framer::Progress progress = framer.advance(raw);
  if (progress == serve::Framer::Progress::kSendContinue) {
    progress = framer.advance(raw);
  }
  if (progress != serve::Framer::Progress::kWhole) {
    return explain_refusal(progress == serve::Framer::Progress::kRefused
                               ? framer.refusal()
                               : serve::Refusal{400, "the client stopped sending inside the request"},
                           clock.now());
  }
  model::Request request;
  framer.read(raw, request);

  const std::uint64_t seed = options.seed.value_or(scenario.seed.value_or(0));
  state::World world(scenario, clock, seed);
  plan::Planner planner(scenario, world, clock, seed);
  const model::Opening opening = opening_of(planner, options.call);
  const std::string connection = connection_text(planner.port(), opening);
  if (planner.port().refuses || opening.end) {
    const model::EarlyEnd end = opening.end.value_or(model::EarlyEnd{});
    return {end.decision, 0, {}, {}, 0, ended(end), connection, false, {}};
  }
  model::Call call;
  http::parse_request(request, scenario.edition, call);
  if (!scenario.any_content_type) {
    http::check_content_type(request, call);
  }
  call.denial = http::authenticate(request, scenario.signatures, call.thing, {clock.start(), clock.now()});
  plan::Explanation explained = plan::explain(planner, call, options.call);
  if (explained.early_end) {
    return {explained.plan.decision,
            explained.answers,
            missed_rules(explained.misses),
            explain_states(world, call),
            0,
            ended(*explained.early_end),
            connection,
            true,
            {}};
  }
  if (scenario.echoes_traceparent) {
    http::echo_traceparent(request, explained.plan.reply);
  }
  serve::HttpEngine engine;
  serve::Rendered rendered =
      engine.render(request, framer.keep_alive(), http::render(std::move(explained.plan.reply), clock.now()));
  explained.plan.apply_wire_faults(rendered.script);
  return {std::move(explained.plan.decision),
          explained.answers,
          missed_rules(explained.misses),
          explain_states(world, call),
          rendered.status,
          std::move(rendered.script),
          connection,
          true,
          {}};
}

report::ExplainedCall explain_message(const model::Scenario& scenario, const MessageText& text,
                                      const ExplainOptions& options) {
  const base::ManualClock machine(base::SystemClock().civil());
  state::VirtualClock clock(machine, scenario.clock);
  clock.jump(options.at);
  const std::uint64_t seed = options.seed.value_or(scenario.seed.value_or(0));
  state::World world(scenario, clock, seed);
  plan::Planner planner(scenario, world, clock, seed);
  mqtt::JobsRequest request;
  mqtt::parse_jobs_request(text.topic, text.payload, request);
  const model::MqttContext context{mqtt::name_of(mqtt::PacketType::kPublish), {}, {request.topic}, true};
  request.call.context.mqtt = &context;
  plan::Explanation explained = plan::explain(planner, request.call, options.call);
  mqtt::JobsMessage response = mqtt::respond(request, explained.plan.reply, clock.now());
  model::FaultContext fault{explained.plan.random, clock.now(), 0, model::Protocol::kMqtt};
  mqtt_faults::PacketContext packet{mqtt_faults::Subject::kMessage, mqtt::Version::k311, fault};
  report::ExplainedCall call;
  call.decision = std::move(explained.plan.decision);
  call.decision.faults = mqtt_faults::names_on(explained.plan.faults, mqtt_faults::Subject::kMessage, true);
  call.answers = explained.answers;
  call.misses = missed_rules(explained.misses);
  call.states = explain_states(world, request.call);
  call.topic = response.topic;
  for (mqtt_faults::TimedMessage& one : mqtt_faults::apply_to_message(
           explained.plan.faults, {std::move(response.topic), std::move(response.payload)}, packet)) {
    call.topic = std::move(one.message.topic);
    call.script.steps.emplace_back(model::Send{std::move(one.message.payload)});
  }
  return call;
}

}  // namespace jobrig::hosting

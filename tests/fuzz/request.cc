// Whole requests, one after another on one connection: framed, read, planned over a scenario with rules and faults,
// rendered, and written to the journal.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "base/clock.h"
#include "contract/json_document.h"
#include "fuzz/targets.h"
#include "hosting/http_front_end.h"
#include "http/reply.h"
#include "model/find_header.h"
#include "plan/planner.h"
#include "serve/framer.h"
#include "serve/http_engine.h"
#include "state/virtual_clock.h"
#include "state/world.h"
#include "support/loading.h"

namespace jobrig::fuzz {
namespace {

constexpr std::size_t kMaxResponse = std::size_t{1} << 20;

// Every operation, several executions, every kind of condition, and faults by the thing's name.
const std::string kScenario = R"(
summary: Everything that a request can meet.
contract: current
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things:
  t:
    j: {status: IN_PROGRESS, document: {operation: install}, timeout: 7d}
    k: {executions: {1: {status: SUCCEEDED}, 2: {status: QUEUED, details: {a: b}}}}
    steps: {then: [{on-describe: 2, status: IN_PROGRESS}, {on-describe: 1, status: SUCCEEDED}]}
  "s-{1..50}": {"c-{n}": {status: QUEUED}}
rules:
  - {name: header, when: {headers: {x-fuzz: "*a?"}}, answers: [{error: InternalServerException}]}
  - {name: query, when: {query: {q: "1*"}}, answers: [{error: ThrottlingException, retry-after: 2s}]}
  - {name: number, when: {execution-number: 2}, answers: [{error: ResourceNotFoundException, times: 1}, documented]}
  - {name: slow, when: {thing: "s-1?"}, throttle: {rate: 1/s, burst: 2, by: job}}
  - name: bytes
    when: {thing: "s-2?"}
    answers: [{documented: true, faults: [{cut: 50% of body}, {bad-chunk: size, chance: 50%}]}]
  - name: meaning
    when: {thing: "s-3?"}
    answers: [{documented: true, faults: [{drop-member: status}, chunked]}]
)";

std::string bytes_of(const model::Script& script) {
  std::string bytes;
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      bytes += send->bytes;
    }
  }
  return bytes;
}

void check_rendered(const model::Request& request, const model::Plan& plan, const serve::Rendered& rendered) {
  const std::string bytes = bytes_of(rendered.script);
  promise(rendered.status >= 100 && rendered.status <= 599, "a response has no status");
  promise(bytes.size() <= kMaxResponse && bytes.starts_with("HTTP/1.1 "), "a response is not one");
  promise(rendered.script.head_size <= bytes.size() && rendered.script.status_line_size <= rendered.script.head_size,
          "a response's landmarks are beyond its end");
  const std::string body = bytes.substr(rendered.script.head_size);
  promise(request.method != "HEAD" || body.empty(), "the response to HEAD has a body");
  if (plan.faults.empty() && !body.empty()) {
    nlohmann::json document;
    promise(!contract::read_json(body, document), "a response is not JSON");
  }
  promise(!plan.decision.error.empty() || rendered.status < 400, "an error has no name");
}

}  // namespace

void fuzz_request(std::string_view bytes) {
  static const model::Scenario kLoaded = test::loaded(kScenario);
  static serve::HttpEngine engine;
  const base::ManualClock machine(base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)));
  const state::VirtualClock clock(machine, kLoaded.clock);
  state::World world(kLoaded, clock, 7);
  plan::Planner planner(kLoaded, world, clock, 7);
  hosting::HttpFrontEnd front_end(kLoaded, clock, planner);
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  for (int count = 0; count < 8; ++count) {
    serve::Framer::Progress progress = framer.advance(bytes);
    if (progress == serve::Framer::Progress::kSendContinue) {
      progress = framer.advance(bytes);
    }
    if (progress != serve::Framer::Progress::kWhole) {
      return;
    }
    model::Request request;
    framer.read(bytes, request);
    static_cast<void>(front_end.at_request_head(request));
    model::Plan plan = front_end.plan(request);
    serve::Rendered rendered = engine.render(request, framer.keep_alive(), http::render(model::Reply(plan.reply)));
    check_rendered(request, plan, rendered);
    plan.apply_wire_faults(rendered.script);
    promise(bytes_of(rendered.script).size() <= 2 * kMaxResponse, "a fault made too many bytes");
    bytes.remove_prefix(framer.size());
    framer.restart();
  }
}

}  // namespace jobrig::fuzz

#include "support/admin_desk.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "support/loading.h"

namespace jobrig::test {

std::shared_ptr<const hosting::LoadedScenario> command_scenario(const std::string& text) {
  base::Diagnostics diagnostics;
  auto loaded = hosting::load_sources({{"test", "test.yaml", text, {}}}, "", diagnostics);
  if (!loaded) {
    throw std::runtime_error(in_words(diagnostics));
  }
  return std::make_shared<const hosting::LoadedScenario>(*std::move(loaded));
}

nlohmann::json AdminAnswer::json() const { return nlohmann::json::parse(text); }

AdminDesk::AdminDesk(const std::string& scenario)
    : sandboxes({"", command_scenario(scenario), 7, base::Duration::zero()}, cleaner),
      responder({sandboxes, "http://127.0.0.1:1", "", false, std::chrono::minutes(10), [this] { ++made; }, {}},
                admin::AdminGate("127.0.0.1:0", "")) {}

AdminAnswer AdminDesk::ask(std::string_view method, std::string_view target, std::string_view body,
                           std::string_view type) {
  model::HttpReply reply = http::render(std::move(plan_admin(method, target, body, type).reply));
  return {reply.status, std::move(reply.body), std::move(reply.headers)};
}

model::Plan AdminDesk::plan_admin(std::string_view method, std::string_view target, std::string_view body,
                                  std::string_view type) {
  model::Request request;
  request.method = method;
  request.target = target;
  request.body = body;
  request.headers = {{"Host", "127.0.0.1"}, {"Content-Type", type}};
  return responder.plan(request);
}

HttpPlan AdminDesk::serve(std::string_view method, const std::string& target, std::string_view body) {
  const std::string raw = std::string(method) + " " + target +
                          " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  model::Request request;
  request.method = method;
  request.target = target;
  request.body = body;
  request.raw = raw;
  request.headers.push_back({"Content-Type", "application/json"});
  HttpPlan plan(sandboxes.plan(request));
  model::Script script;
  script.steps.emplace_back(model::Send{plan.reply.body});
  plan.apply_wire_faults(script);
  model::Exchange exchange;
  exchange.number = ++number_;
  exchange.decision = plan.decision;
  exchange.request = raw;
  exchange.answer = plan.reply.body;
  exchange.status = plan.reply.status;
  exchange.request_whole = exchange.first_byte = exchange.last_byte = exchange.ended = sandboxes.monotonic();
  exchange.arrived = plan.arrived.value_or(sandboxes.civil());
  sandboxes.record(std::move(exchange), plan.stage.get());
  scripts.push_back(std::move(script));
  return plan;
}

}  // namespace jobrig::test

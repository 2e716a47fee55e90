#include "support/faulting.h"

#include <stdexcept>

#include "base/units.h"
#include "http/reply.h"
#include "load/fault_uses.h"
#include "plan/fault_choice.h"
#include "serve/http_engine.h"
#include "support/loading.h"
#include "yaml/reader.h"

namespace jobrig::test {
namespace {

std::vector<model::FaultUse> read_faults(const std::string& yaml, base::Diagnostics& diagnostics) {
  const auto node = yaml::read_yaml(yaml, "test.yaml", diagnostics);
  return node ? load::read_fault_uses(*node, diagnostics) : std::vector<model::FaultUse>();
}

}  // namespace

std::string Faulted::bytes() const {
  std::string all;
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      all += send->bytes;
    }
  }
  return all;
}

std::string Faulted::body() const {
  const std::string all = bytes();
  return all.substr(std::min(all.size(), script.head_size));
}

std::string Faulted::in_words() const {
  std::string words;
  for (const model::ScriptStep& step : script.steps) {
    if (const auto* const send = std::get_if<model::Send>(&step)) {
      words += "\"" + send->bytes + "\" ";
    } else {
      const auto length = std::get<model::Pause>(step).length;
      words += base::format_duration(std::chrono::duration_cast<base::Duration>(length)) + " ";
    }
  }
  return words.append(model::close_action_word(script.close_action));
}

model::HttpReply good_reply() {
  return {200,
          {{"Content-Type", "application/json"}, {"x-amzn-RequestId", "r-1"}},
          R"({"execution":{"jobId":"j","status":"QUEUED","versionNumber":1}})"};
}

model::HttpReply full_reply() {
  model::HttpReply reply = good_reply();
  reply.body = R"({"execution":{"queuedAt":1767225600,"lastUpdatedAt":1767225600,"jobDocument":"{\"a\":1}"}})";
  return reply;
}

model::HttpReply throttled_reply() {
  return {429,
          {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", "ThrottlingException"}},
          R"({"message":"slower"})"};
}

std::vector<model::FaultUse> faults_of(const std::string& faults) {
  base::Diagnostics diagnostics;
  std::vector<model::FaultUse> uses = read_faults(faults, diagnostics);
  if (!diagnostics.empty()) {
    throw std::runtime_error(faults + ": " + in_words(diagnostics));
  }
  return uses;
}

model::Plan FaultyResponder::plan(const model::Request& request) {
  model::Plan plan;
  plan.reply = request.target == "/full" ? full_reply() : good_reply();
  plan.reply.http->has_date = false;  // the same bytes at any time
  plan.random = base::Random(base::random_stream(7, "test", "thing/job"), 0);
  plan::choose_faults(uses_, plan.random, plan.faults);
  plan::order_by_phase(plan.faults);
  model::FaultContext context{plan.random};
  for (const model::Fault* const fault : plan.faults) {
    fault->rewrite_reply(plan.reply, context);
  }
  return plan;
}

Faulted lay_faults(const std::string& faults, const model::HttpReply& reply, const std::string& method,
                   std::uint64_t ordinal) {
  const std::vector<model::FaultUse> uses = faults_of(faults);
  Faulted faulted;
  model::Reply neutral(reply);
  base::Random random(base::random_stream(7, "test", "thing/job"), ordinal);
  std::vector<const model::Fault*> chosen;
  plan::choose_faults(uses, random, chosen);
  plan::order_by_phase(chosen);
  model::Request request;
  request.method = method;
  request.target = "/";
  model::FaultContext context{random};
  for (const model::Fault* const fault : chosen) {
    fault->rewrite_reply(neutral, context);
  }
  faulted.reply = http::render(std::move(neutral));
  serve::HttpEngine engine;
  faulted.script = engine.render(request, true, faulted.reply).script;
  for (const model::Fault* const fault : chosen) {
    fault->rewrite_script(faulted.script, context);
    faulted.names.emplace_back(fault->name());
  }
  faulted.draws = random.draws();
  return faulted;
}

std::string mistakes_in_faults(const std::string& faults) {
  base::Diagnostics diagnostics;
  read_faults(faults, diagnostics);
  return in_words(diagnostics);
}

}  // namespace jobrig::test

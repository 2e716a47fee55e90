#include "support/test_server.h"

#include <stdexcept>
#include <utility>

#include "support/hang_guard.h"

namespace jobrig::test {
namespace {

/// A fault with a function that changes the response to one request.
class RewritingStage final : public model::Stage, public model::Fault {
 public:
  RewritingStage(ScriptedResponder::Rewrite rewrite, const model::Request& request, const base::Clock& clock)
      : rewrite_(std::move(rewrite)), request_(request), clock_(clock) {}
  [[nodiscard]] const base::Clock& scenario_time() const override { return clock_; }
  void record(model::Exchange&& /*exchange*/) override {}
  [[nodiscard]] std::string_view name() const override { return "rewrite"; }
  void rewrite_script(model::Script& script, model::FaultContext& /*context*/) const override {
    rewrite_(request_, script);
  }

 private:
  const ScriptedResponder::Rewrite rewrite_;
  const model::Request request_;
  const base::Clock& clock_;
};

std::string body_for(std::string_view target) { return R"({"target":")" + std::string(target) + "\"}"; }

}  // namespace

void ExchangeLog::record(model::Exchange&& exchange, model::Stage* /*stage*/) {
  const std::lock_guard lock(mutex_);
  exchanges_.push_back(std::move(exchange));
  changed_.notify_all();
}

std::vector<model::Exchange> ExchangeLog::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kHangGuard, [&] { return exchanges_.size() >= count; })) {
    throw std::runtime_error("only " + std::to_string(exchanges_.size()) + " exchanges were recorded");
  }
  return exchanges_;
}

bool ExchangeLog::holds(std::size_t count, std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [&] { return exchanges_.size() >= count; });
}

model::Plan ScriptedResponder::plan(const model::Request& request) {
  model::Plan plan;
  plan.reply =
      reply ? reply(request) : model::HttpReply{200, {{"Content-Type", "application/json"}}, body_for(request.target)};
  plan.reply.http->has_date = has_date;
  plan.decision.operation = std::string(request.method);
  plan.pending = pending ? pending(request) : nullptr;
  if (rewrite) {
    const auto stage = std::make_shared<RewritingStage>(rewrite, request, clock);
    plan.faults = {stage.get()};
    plan.stage = stage;
  }
  const std::lock_guard lock(mutex_);
  ++asked_;
  changed_.notify_all();
  return plan;
}

void ScriptedResponder::wait_until_asked(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, kHangGuard, [&] { return asked_ >= count; })) {
    throw std::runtime_error("only " + std::to_string(asked_) + " requests were planned");
  }
}

TestServer::TestServer(serve::ServerOptions options, ScriptedResponder::Rewrite rewrite) {
  responder.rewrite = std::move(rewrite);
  options.log = [this](std::string_view line) {
    const std::lock_guard lock(mutex_);
    logged_.append(line).append("\n");
  };
  auto started = serve::Server::start(std::move(options), responder, log, clock);
  if (!started) {
    throw std::runtime_error(started.error().message);
  }
  server_ = std::move(started).value();
}

std::string TestServer::logged() {
  const std::lock_guard lock(mutex_);
  return logged_;
}

std::string plain_answer(const std::string& target, const std::string& more_headers) {
  const std::string body = body_for(target);
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + more_headers + "\r\n" + body;
}

}  // namespace jobrig::test

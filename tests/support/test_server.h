// TestServer: a real server on loopback whose answers a test scripts, and whose exchanges it can wait for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/responder.h"
#include "serve/server.h"
#include "support/movable_clock.h"

namespace jobrig::test {

/// Keeps every exchange in the order they ended. Thread-safe.
class ExchangeLog final : public model::ExchangeSink {
 public:
  void record(model::Exchange&& exchange, model::Stage* stage) override;
  /// Waits until `count` are there (throws after the hang guard) and copies all.
  std::vector<model::Exchange> wait_for(std::size_t count);
  /// Whether `count` are there within `time`.
  bool holds(std::size_t count, std::chrono::milliseconds time);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> exchanges_;
};

/// Answers as two functions say. `plan` defaults to 200 with the body `{"target":"<target>"}`.
class ScriptedResponder final : public model::Responder {
 public:
  std::function<model::HttpReply(const model::Request&)> reply;
  /// What is to be waited for instead; null: nothing.
  std::function<std::shared_ptr<model::PendingReply>(const model::Request&)> pending;
  /// Rewrites the script; nothing by default.
  using Rewrite = std::function<void(const model::Request&, model::Script&)>;
  Rewrite rewrite;
  /// The time of the server and of the scenario alike.
  MovableClock clock;

  model::Plan plan(const model::Request& request) override;
  /// Waits until `count` requests have been planned (throws after the hang guard). The worker may not have begun to
  /// play the last answer yet, but does so before anything else.
  void wait_until_asked(std::size_t count);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t asked_ = 0;  // guarded by mutex_
};

/// Started when made, stopped when it ends. Set `responder` up before the first request, and where another process
/// makes that (ThreadSanitizer doesn't see it connect), `rewrite` already here.
class TestServer {
 public:
  explicit TestServer(serve::ServerOptions options = {}, ScriptedResponder::Rewrite rewrite = {});
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] serve::Server& server() { return *server_; }
  /// What the server logged so far, a line each.
  [[nodiscard]] std::string logged();

  ScriptedResponder responder;
  ExchangeLog log;
  MovableClock& clock = responder.clock;

 private:
  std::mutex mutex_;
  std::string logged_;
  std::unique_ptr<serve::Server> server_;
};

/// The answer of a ScriptedResponder left as it is, for `target`.
std::string plain_answer(const std::string& target, const std::string& more_headers = {});

}  // namespace jobrig::test

// TestServer: a real server on loopback with scripted responses and a log of exchanges that tests can wait for. It
// loads no scenario.
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

/// Keeps every exchange, in the order in which they ended. Thread-safe.
class ExchangeLog final : public model::ExchangeSink {
 public:
  void record(model::Exchange&& exchange, model::Stage* stage) override;
  /// Waits until there are `count` exchanges and returns all. Throws after the hang guard.
  std::vector<model::Exchange> wait_for(std::size_t count);
  /// Whether there are `count` exchanges within `time`.
  bool holds(std::size_t count, std::chrono::milliseconds time);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<model::Exchange> exchanges_;
};

/// Responds with the results of two functions. `plan` defaults to 200 with the body `{"target":"<target>"}`.
class ScriptedResponder final : public model::Responder {
 public:
  std::function<model::HttpReply(const model::Request&)> reply;
  /// Returns a pending reply to wait for instead of a response. Null: respond at once.
  std::function<std::shared_ptr<model::PendingReply>(const model::Request&)> pending;
  /// Whether the server adds `Date` to the replies. Without it, the responses are the same bytes at any time.
  bool has_date = false;
  /// Changes the script. Does nothing by default.
  using Rewrite = std::function<void(const model::Request&, model::Script&)>;
  Rewrite rewrite;
  /// The clock of the server and of the scenario.
  MovableClock clock;

  model::Plan plan(const model::Request& request) override;
  /// Waits until `count` requests have been planned. Throws after the hang guard. The worker may not have started to
  /// play the last response yet, but does so before anything else.
  void wait_until_asked(std::size_t count);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t asked_ = 0;  // guarded by mutex_
};

/// The constructor starts the server, the destructor stops it. Set up `responder` before the first request. If another
/// process sends that request, pass `rewrite` to the constructor: ThreadSanitizer does not see the synchronisation.
class TestServer {
 public:
  explicit TestServer(serve::ServerOptions options = {}, ScriptedResponder::Rewrite rewrite = {});
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] serve::Server& server() { return *server_; }
  /// The log messages of the server so far, one per line.
  [[nodiscard]] std::string logged();

  ScriptedResponder responder;
  ExchangeLog log;
  MovableClock& clock = responder.clock;

 private:
  std::mutex mutex_;
  std::string logged_;
  std::unique_ptr<serve::Server> server_;
};

/// The default response of a ScriptedResponder for `target`.
std::string plain_answer(const std::string& target, const std::string& more_headers = {});

}  // namespace jobrig::test

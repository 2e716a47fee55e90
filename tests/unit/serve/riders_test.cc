// Pipelined requests: their responses leave in one send, and the journal has each as if it had been sent alone.
#include "serve/riders.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "serve/connection.h"
#include "support/answering_bench.h"
#include "support/catch.h"
#include "support/loading.h"

using namespace jobrig;

namespace {

/// Keeps every exchange, in the order in which they ended.
class Records final : public model::ExchangeSink {
 public:
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { all.push_back(std::move(exchange)); }

  std::vector<model::Exchange> all;
};

/// What a client sends, and what it got. It reads as much as `room` allows.
struct Wire {
  std::deque<std::string> sent{};
  std::vector<std::string> received{};  // one for each write
  std::size_t room = SIZE_MAX;
  bool broken = false;
  std::shared_ptr<transport::TransportUser> reader{};
  std::shared_ptr<transport::TransportUser> writer{};

  [[nodiscard]] std::string all() const {
    std::string text;
    for (const std::string& one : received) {
      text += one;
    }
    return text;
  }
};

class ScriptedTransport final : public transport::Transport {
 public:
  explicit ScriptedTransport(Wire& wire) : wire_(wire) {}

  transport::Transfer read(char* to, std::size_t /*size*/) override {
    if (wire_.sent.empty()) {
      return {transport::Transfer::State::kWouldBlock, 0};
    }
    const std::string bytes = wire_.sent.front();
    wire_.sent.pop_front();
    return {transport::Transfer::State::kDone, bytes.copy(to, bytes.size())};
  }
  transport::Transfer write(std::string_view bytes) override {
    if (wire_.broken) {
      return {transport::Transfer::State::kFailed, 0};
    }
    const std::size_t size = std::min(bytes.size(), wire_.room);
    if (size == 0) {
      return {transport::Transfer::State::kWouldBlock, 0};
    }
    wire_.room -= wire_.room == SIZE_MAX ? 0 : size;
    wire_.received.emplace_back(bytes.substr(0, size));
    return {transport::Transfer::State::kDone, size};
  }
  void wait_readable(std::shared_ptr<transport::TransportUser> user) override { wire_.reader = std::move(user); }
  void wait_writable(std::shared_ptr<transport::TransportUser> user) override { wire_.writer = std::move(user); }
  void shut_down_sending() override {}
  void close(bool /*reset*/) noexcept override {
    const auto reader = std::move(wire_.reader);
    const auto writer = std::move(wire_.writer);
  }
  [[nodiscard]] int unconfirmed() override { return 0; }

 private:
  Wire& wire_;
};

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"; }

const std::string kDescribe = get("/things/thermostat-1/jobs/firmware-7");
const std::string kUnknown = get("/things/thermostat-1/jobs/unknown");

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) {
    all += text;
  }
  return all;
}

struct Pipeline {
  explicit Pipeline(const model::Scenario& scenario) : bench(scenario, records, true) {}

  /// A new connection with these bytes in its buffer.
  std::shared_ptr<serve::Connection> send(std::deque<std::string> sent) {
    wire.sent = std::move(sent);
    std::unique_ptr<transport::Transport> transport = std::make_unique<ScriptedTransport>(wire);
    auto connection = std::make_shared<serve::Connection>(bench.worker, transport, 1);
    connection->start();
    while (!wire.sent.empty()) {
      const auto reader = std::move(wire.reader);
      connection->on_readable();
    }
    return connection;
  }

  Records records;
  test::AnsweringBench bench;
  Wire wire;
};

/// The bytes and records that the requests get one after the other.
void check_like_alone(const model::Scenario& scenario, const std::vector<std::string>& requests,
                      const std::vector<std::string>& pieces, std::size_t writes) {
  Pipeline together(scenario);
  std::string sent;
  const auto connection = together.send({pieces.begin(), pieces.end()});
  Pipeline alone(scenario);
  const auto other = alone.send({requests.begin(), requests.end()});
  CHECK(together.wire.received.size() == writes);
  CHECK(together.wire.all() == alone.wire.all());
  REQUIRE(together.records.all.size() == requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    model::Exchange expected = alone.records.all.at(i);
    CHECK(together.records.all.at(i) == expected);
  }
  connection->cut();
  other->cut();
}

}  // namespace

TEST_CASE("pipelined requests are answered in one send", "[serve][riders]") {
  check_like_alone(test::thermostat(), std::vector<std::string>(16, kDescribe), {times(16, kDescribe)}, 1);
  check_like_alone(test::thermostat(), {kDescribe, kUnknown, kDescribe}, {kDescribe + kUnknown + kDescribe}, 1);
}

TEST_CASE("responses before an incomplete request are sent at once", "[serve][riders]") {
  check_like_alone(test::thermostat(), {kDescribe, kDescribe, kUnknown},
                   {kDescribe + kDescribe + kUnknown.substr(0, 20), kUnknown.substr(20)}, 2);
}

TEST_CASE("a response that ends the connection is sent with those before it", "[serve][riders]") {
  const std::string closing =
      "GET /things/thermostat-1/jobs/firmware-7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  check_like_alone(test::thermostat(), {kDescribe, closing}, {kDescribe + closing + kDescribe}, 1);
  check_like_alone(test::thermostat(), {kDescribe, "GET / HTTP/1.1\r\n\r\n"}, {kDescribe + "GET / HTTP/1.1\r\n\r\n"},
                   1);
}

TEST_CASE("a request that is not answered ends the connection after the responses before it", "[serve][riders]") {
  const model::Scenario scenario = test::loaded(R"(
things: {thermostat-1: {firmware-7: {}}}
rules: [{name: gone, when: {job: unknown}, answers: [{documented: true, faults: [empty]}]}]
)");
  check_like_alone(scenario, {kDescribe, kDescribe, kUnknown}, {kDescribe + kDescribe + kUnknown}, 1);
}

TEST_CASE("responses that do not fit are sent when the client reads", "[serve][riders]") {
  const model::Scenario scenario = test::thermostat();
  Pipeline pipeline(scenario);
  pipeline.wire.room = 1;
  const auto connection = pipeline.send({times(3, kDescribe)});
  CHECK(pipeline.records.all.empty());
  Pipeline alone(scenario);
  const auto other = alone.send({kDescribe, kDescribe, kDescribe});
  const std::size_t one = alone.wire.received.front().size();
  pipeline.wire.room = 2 * one;  // two, and the first byte of the third
  connection->on_writable();
  CHECK(pipeline.records.all.size() == 2);
  pipeline.wire.room = SIZE_MAX;
  connection->on_writable();
  CHECK(pipeline.wire.all() == alone.wire.all());
  REQUIRE(pipeline.records.all.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(pipeline.records.all[i].answer == alone.records.all[i].answer);
    CHECK(pipeline.records.all[i].status == 200);
    CHECK(pipeline.records.all[i].close_reason == model::CloseReason::kKept);
    CHECK(pipeline.records.all[i].decision.ordinal == i);
  }
  connection->cut();
  other->cut();
}

TEST_CASE("a connection that breaks between pipelined responses is recorded with what was sent", "[serve][riders]") {
  const model::Scenario scenario = test::thermostat();
  Pipeline pipeline(scenario);
  Pipeline alone(scenario);
  const auto other = alone.send({kDescribe});
  const std::size_t one = alone.wire.received.front().size();
  pipeline.wire.room = one + 10;
  const auto connection = pipeline.send({times(4, kDescribe)});
  CHECK(pipeline.records.all.empty());
  pipeline.wire.broken = true;
  connection->on_writable();
  REQUIRE(pipeline.records.all.size() == 4);
  const auto& all = pipeline.records.all;
  CHECK(all[0].answer.size() == one);
  CHECK(all[0].close_reason == model::CloseReason::kKept);
  CHECK(all[1].answer.size() == 10);
  CHECK(all[1].status == 200);
  CHECK(all[1].close_reason == model::CloseReason::kClientGaveUp);
  for (const std::size_t i : {2U, 3U}) {
    CHECK(all[i].answer.empty());
    CHECK(all[i].status == 0);
    CHECK(all[i].first_byte == base::Monotonic{});
    CHECK(all[i].last_byte == base::Monotonic{});
    CHECK(all[i].close_reason == model::CloseReason::kClientGaveUp);
  }
  other->cut();
}

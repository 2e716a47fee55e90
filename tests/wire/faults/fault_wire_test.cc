// Every fault on a real socket: the exact bytes, their minimum duration, the end of the connection, and curl's exit
// code for network faults.
#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "certificates/certificates.h"
#include "faults/catalogue.h"
#include "serve/server.h"
#include "support/catch.h"
#include "support/fault_table.h"
#include "support/faulting.h"
#include "support/process.h"
#include "support/raw_client.h"
#include "support/test_server.h"
#include "support/tls_client.h"
#include "transport/tls_acceptor.h"

using namespace jobrig;
using model::CloseAction;
using model::CloseReason;
using test::FaultCase;
using test::RawClient;

namespace {

constexpr int kCurlGivesUp = 28;

std::string request_of(const FaultCase& one) { return "GET " + one.target + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

/// A server that applies the faults of a case to every response.
class FaultyServer {
 public:
  explicit FaultyServer(const std::string& faults, serve::ServerOptions options = {}) : responder_(faults) {
    auto started = serve::Server::start(std::move(options), responder_, log, clock_);
    REQUIRE(started.ok());
    server_ = std::move(started).value();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  test::ExchangeLog log;

 private:
  test::FaultyResponder responder_;
  base::SystemClock clock_;
  std::unique_ptr<serve::Server> server_;
};

serve::ServerOptions over_tls() {
  static const auto kAuthority = certificates::CertificateAuthority::make("test CA", base::SystemClock().civil());
  serve::ServerOptions options;
  options.tls = std::make_shared<transport::TlsAcceptor>(kAuthority, "", std::vector<model::TlsSettings>(1),
                                                         transport::TlsAcceptor::Choose{}, base::SystemClock().civil());
  return options;
}

template <typename Client>
void check_kept(const FaultCase& one, Client& client) {
  CHECK(client.receive(one.bytes.size()) == one.bytes);
  client.send(request_of(one));
  CHECK(client.receive(one.bytes.size()) == one.bytes);
}

template <typename Client>
void check_half_closed(const FaultCase& one, Client& client, FaultyServer& server) {
  CHECK(client.receive_to_end() == one.bytes);
  CHECK(server.log.wait_for(1)[0].close_reason == CloseReason::kClosed);
  // After a full close the first bytes would trigger a reset, and the second send would fail.
  client.send("still here");
  CHECK(client.receive_for(std::chrono::milliseconds(20)).empty());
  CHECK_NOTHROW(client.send("and here"));
}

template <typename Client>
void check_hanging(const FaultCase& one, Client& client, FaultyServer& server) {
  CHECK(client.receive(one.bytes.size()) == one.bytes);
  CHECK(client.receive_for(std::chrono::milliseconds(30)).empty());
  client.finish_sending();
  const auto exchange = server.log.wait_for(1)[0];
  CHECK(exchange.close_reason == CloseReason::kClientGaveUp);
  CHECK(exchange.answer == one.bytes);
}

// Only TLS can distinguish an announced end from an unannounced one.
bool is_as_announced(const RawClient& /*client*/, CloseAction /*close_action*/) { return true; }
bool is_as_announced(const test::TlsClient& client, CloseAction close_action) {
  return client.end_was_announced() == (close_action == CloseAction::kClose);
}

template <typename Client>
void check_case(const FaultCase& one, const serve::ServerOptions& options) {
  FaultyServer server(one.faults, options);
  Client client(server.port());
  const auto begin = std::chrono::steady_clock::now();
  client.send(request_of(one));
  switch (one.close_action) {
    case CloseAction::kKeepOpen:
      check_kept(one, client);
      break;
    case CloseAction::kClose:
    case CloseAction::kCloseSilently:
      CHECK(client.receive_to_end() == one.bytes);
      CHECK(is_as_announced(client, one.close_action));
      CHECK(server.log.wait_for(1)[0].close_reason == CloseReason::kClosed);
      break;
    case CloseAction::kReset:
      CHECK(client.receive_to_reset() == one.bytes);
      CHECK(server.log.wait_for(1)[0].close_reason == CloseReason::kReset);
      break;
    case CloseAction::kHalfClose:
      check_half_closed(one, client, server);
      break;
    case CloseAction::kHang:
      check_hanging(one, client, server);
      break;
  }
  CHECK(std::chrono::steady_clock::now() - begin >= one.least);
}

template <typename Client>
void check_table(const serve::ServerOptions& options) {
  for (const FaultCase& one : test::fault_table()) {
    CAPTURE(one.faults);
    try {
      check_case<Client>(one, options);
    } catch (const std::exception& error) {
      FAIL_CHECK(error.what());
    }
  }
}

/// The exit codes are the same over TLS.
void check_curl(const std::string& scheme, const serve::ServerOptions& options) {
  for (const FaultCase& one : test::fault_table()) {
    if (!one.curl) {
      continue;
    }
    CAPTURE(one.faults);
    FaultyServer server(one.faults, options);
    // A short limit where curl is expected to time out, otherwise a long one that does not affect the result.
    const std::string most = *one.curl == kCurlGivesUp ? "1" : "60";
    const auto outcome =
        test::run({"/usr/bin/curl", "-s", "-o", "/dev/null", "--insecure", "--noproxy", "*", "--max-time", most,
                   scheme + "://127.0.0.1:" + std::to_string(server.port()) + one.target});
    CHECK(outcome.exit_code == *one.curl);
  }
}

}  // namespace

TEST_CASE("every fault puts its exact bytes on the wire and ends the connection its own way", "[wire][faults]") {
  check_table<RawClient>({});
}

TEST_CASE("every fault does over TLS what it does over TCP", "[wire][faults][tls]") {
  check_table<test::TlsClient>(over_tls());
}

TEST_CASE("a delay of seven days in the scenario's time is over when the time jumps", "[wire][faults]") {
  const auto uses = test::faults_of("[{delay: {fixed: 7d, clock: virtual}}]");
  test::TestServer server;
  server.responder.rewrite = [&uses](const model::Request& request, model::Script& script) {
    base::Random random(7, 0);
    model::FaultContext context{random};
    if (request.target == "/delayed") {
      uses.front().fault->rewrite_script(script, context);
    }
  };
  RawClient client(server.port());
  client.send("GET /delayed HTTP/1.1\r\nHost: x\r\n\r\n");
  server.responder.wait_until_asked(1);
  RawClient other(server.port());
  other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(other.receive_answer() == test::plain_answer("/other"));  // same worker: the delay has started
  server.clock.move_civil(std::chrono::hours(167));
  CHECK(client.receive_for(std::chrono::milliseconds(50)).empty());
  server.clock.move_civil(std::chrono::hours(1));
  CHECK(client.receive_answer() == test::plain_answer("/delayed"));
}

// Those of MQTT are in a table of their own (mqtt_fault_wire_test.cc).
TEST_CASE("every fault of the catalogue is in the table of what is seen on the wire", "[wire][faults]") {
  for (const auto& kind : faults::catalogue()) {
    if (kind.group == faults::Group::kMqtt) {
      continue;
    }
    CAPTURE(kind.name);
    const std::string name(kind.name);
    const bool found = std::any_of(test::fault_table().begin(), test::fault_table().end(), [&](const FaultCase& one) {
      const std::size_t at = one.faults.find(name);
      return at != std::string::npos && std::string(" :]").find(one.faults[at + name.size()]) != std::string::npos &&
             std::string("[{ ").find(one.faults[at - 1]) != std::string::npos;
    });
    CHECK(found);
  }
}

TEST_CASE("curl gives each fault of the network its exit code", "[wire][faults]") { check_curl("http", {}); }

TEST_CASE("curl gives each fault of the network its exit code over TLS", "[wire][faults][tls]") {
  check_curl("https", over_tls());
}

// Listening: addresses, ports in use, descriptors that are not inherited, and workers that share the connections.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "support/catch.h"
#include "support/raw_client.h"
#include "support/test_server.h"

using namespace jobrig;
using test::plain_answer;
using test::RawClient;
using test::TestServer;

namespace {

constexpr const char* kGetRequest = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

std::string error_of(const std::string& listen) {
  test::ScriptedResponder responder;
  test::ExchangeLog log;
  base::SystemClock clock;
  serve::ServerOptions options;
  options.listen = listen;
  const auto started = serve::Server::start(options, responder, log, clock);
  return started ? "" : started.error().message;
}

/// The open descriptors of this process that a child process would inherit.
std::vector<std::string> inheritable() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int descriptor = std::stoi(entry.path().filename().string());
    std::error_code gone;
    const std::string what = std::filesystem::read_symlink(entry.path(), gone).string();
    const int flags = ::fcntl(descriptor, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) {
      found.push_back(std::to_string(descriptor) + " " + what);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("a port that another server has is an error and never shared", "[serve][wire]") {
  TestServer first;
  const std::string address = "127.0.0.1:" + std::to_string(first.port());
  CHECK(error_of(address) == "cannot listen on " + address + ": Address already in use");
}

TEST_CASE("an invalid address is an error with an example", "[serve][wire]") {
  for (const std::string address : {"", "8080", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                                    "127.0.0.1:http", "::1:80", "[]:80", "127.0.0.1:80x"}) {
    CHECK(error_of(address) ==
          "\"" + address + "\" is not a listen address; write HOST:PORT, such as 127.0.0.1:8080 or [::1]:0");
  }
  CHECK(error_of("192.0.2.1:80") == "cannot listen on 192.0.2.1:80: Cannot assign requested address");
}

TEST_CASE("the endpoint names the port that was taken", "[serve][wire]") {
  TestServer server;
  CHECK(server.port() != 0);
  CHECK(server.server().endpoint() == "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE("an IPv6 address in brackets is listened on and named in the endpoint", "[serve][wire]") {
  if (error_of("[::1]:0").find("Cannot assign requested address") != std::string::npos ||
      error_of("[::1]:0").find("not supported") != std::string::npos) {
    WARN("skipped: this machine has no IPv6 loopback, so that listening on [::1] was not tested");
    return;
  }
  serve::ServerOptions options;
  options.listen = "[::1]:0";
  TestServer server(options);
  CHECK(server.server().endpoint() == "http://[::1]:" + std::to_string(server.port()));
  RawClient client(server.port(), "::1");
  client.send(kGetRequest);
  CHECK(client.receive_answer() == plain_answer("/a"));
  CHECK(error_of("[::1]:" + std::to_string(server.port())) ==
        "cannot listen on [::1]:" + std::to_string(server.port()) + ": Address already in use");
  CHECK_THROWS(RawClient(server.port()));  // the server listens on the IPv6 loopback only
}

TEST_CASE("no descriptor of the server would be inherited by a child", "[serve][wire]") {
  const std::vector<std::string> before = inheritable();
  TestServer server;
  RawClient client(server.port());
  client.send(kGetRequest);
  CHECK(client.receive_answer() == plain_answer("/a"));
  CHECK(inheritable() == before);
}

TEST_CASE("several workers share the connections and lose no exchange", "[serve][wire]") {
  serve::ServerOptions options;
  options.workers = 4;
  TestServer server(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
  }
  for (int round = 0; round < 5; ++round) {
    for (const auto& client : clients) {
      client->send(kGetRequest);
    }
    for (const auto& client : clients) {
      CHECK(client->receive_answer() == plain_answer("/a"));
    }
  }
  std::set<std::uint64_t> numbers;
  for (const model::Exchange& exchange : server.log.wait_for(200)) {
    numbers.insert(exchange.number);
  }
  CHECK(numbers.size() == 200);
  CHECK(*numbers.begin() == 1);
  CHECK(*numbers.rbegin() == 200);
}

TEST_CASE("2000 clients connect at once", "[serve][wire]") {
  TestServer server;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 2000; ++i) {
    clients.push_back(std::make_unique<RawClient>(server.port()));
    clients.back()->send(kGetRequest);
  }
  std::size_t answered = 0;
  for (const auto& client : clients) {
    answered += client->receive_answer() == plain_answer("/a") ? 1 : 0;
  }
  CHECK(answered == clients.size());
}

TEST_CASE("out of descriptors the server rests and goes on when there are some", "[serve][wire]") {
  TestServer server;
  RawClient served(server.port());
  served.send(kGetRequest);
  CHECK(served.receive_answer() == plain_answer("/a"));
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(served.descriptor()) + 20;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
  std::vector<int> fillers;
  for (int filler = 0; (filler = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) {
    fillers.push_back(filler);
  }
  // Leaves one descriptor for the client's end and none for the server's.
  const std::size_t filled = fillers.size();
  if (filled > 0) {
    ::close(fillers.back());
    fillers.pop_back();
  }
  RawClient left_out(server.port());
  left_out.send(kGetRequest);
  // Checked only after descriptors are available again, because UBSan needs some to inspect a new type.
  const std::string to_left_out = left_out.receive_for(std::chrono::milliseconds(60));
  served.send(kGetRequest);
  const std::string to_served = served.receive_answer();
  for (const int filler : fillers) {
    ::close(filler);
  }
  CHECK(filled > 1);
  CHECK(to_left_out.empty());
  CHECK(to_served == plain_answer("/a"));
  CHECK(left_out.receive_answer() == plain_answer("/a"));
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(server.logged() == "accepting connections is paused: Too many open files\n");
}

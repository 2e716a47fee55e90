// Replicas of `jobrig serve` behind nginx, which hashes by thing as ci/examples/nginx-replicas.conf says: a client sees
// the same bytes as from one server. The same nginx is in front of the one server, because it renders heads in its own
// way.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/installed.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/served.h"
#include "support/side_by_side.h"
#include "support/temporary_folder.h"

using jobrig::test::Process;
using jobrig::test::Served;

namespace {

constexpr std::size_t kReplicas = 3;
constexpr std::size_t kConnections = 4;
constexpr std::size_t kReplicatedThings = 200;
constexpr std::size_t kRequests = 100'000;
constexpr const char* kNginx = "/usr/sbin/nginx";

constexpr std::string_view kReplicatedScenario = R"(summary: Chance decides; the clock stands still.
seed: 20
clock: {start: 2026-01-01T00:00:00Z, rate: 0}
things: {'t{0..199}': {j: {status: IN_PROGRESS}}}
rules:
  - when: {operation: DescribeJobExecution, thing: t*7}
    throttle: {rate: 1/s, burst: 100}
    answers: [{error: ThrottlingException, times: 5}, documented]
  - when: {operation: DescribeJobExecution}
    faults: [{error: {name: ServiceUnavailableException}, chance: 20%}, {cut-json: {keep: 50%}, chance: 10%}]
)";

/// A connection to a socket in the file system, with a guard on each wait.
class LocalClient {
 public:
  explicit LocalClient(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const timeval guard{std::chrono::seconds(jobrig::test::kHangGuard).count(), 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof guard);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &guard, sizeof guard);
    connected_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  LocalClient(const LocalClient&) = delete;
  LocalClient& operator=(const LocalClient&) = delete;
  ~LocalClient() { ::close(descriptor_); }
  [[nodiscard]] bool connected() const { return connected_; }

  /// Sends everything while it receives everything, up to the end of the connection.
  [[nodiscard]] std::string exchange(std::string_view bytes) const {
    std::thread sender([this, bytes]() mutable {
      while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
          return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
    });
    std::string received;
    std::vector<char> block(std::size_t{64} * 1024);
    for (ssize_t count = 0; (count = ::recv(descriptor_, block.data(), block.size(), 0)) > 0;) {
      received.append(block.data(), static_cast<std::size_t>(count));
    }
    sender.join();
    return received;
  }

 private:
  int descriptor_;
  bool connected_ = false;
};

std::string request(std::size_t thing, bool last) {
  return "GET /things/t" + std::to_string(thing) + "/jobs/j HTTP/1.1\r\nHost: jobs\r\n" +
         (last ? "Connection: close\r\n" : "") + "\r\n";
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) {
    ++count;
  }
  return count;
}

void replace(std::string& text, std::string_view from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

/// One server and three replicas, and nginx in front of both: the sockets `one` and `three`.
class Fleet {
 public:
  Fleet() {
    std::ofstream(file("chance.yaml")) << kReplicatedScenario;
    for (std::size_t i = 0; i <= kReplicas; ++i) {
      servers_.push_back(std::make_unique<Served>(std::vector<std::string>{file("chance.yaml")}));
    }
    std::ofstream(file("nginx.conf")) << configuration();
    nginx_ = std::make_unique<Process>(
        std::vector<std::string>{kNginx, "-p", folder_.path().string(), "-e", "stderr", "-c", file("nginx.conf")});
    REQUIRE(nginx_->wait_for_error_text("nginx/"));
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  void kill_replica(std::size_t index) { servers_[index]->stop(SIGKILL); }

  /// All requests over several connections. Each thing has one connection, which keeps its requests in order.
  [[nodiscard]] std::vector<std::string> ask(const std::string& socket, std::size_t requests) const {
    std::vector<std::string> received(kConnections);
    jobrig::test::side_by_side(kConnections, kConnections, [&](std::size_t connection) {
      std::string bytes;
      for (std::size_t i = connection; i < requests; i += kConnections) {
        bytes += request(i % kReplicatedThings, i + kConnections >= requests);
      }
      received[connection] = LocalClient(file(socket)).exchange(bytes);
    });
    return received;
  }

 private:
  /// The shipped example with the ports of the replicas, and a second server with one peer.
  [[nodiscard]] std::string configuration() const {
    std::ifstream in(jobrig::test::source_folder() / "ci/examples/nginx-replicas.conf");
    std::stringstream shipped;
    shipped << in.rdbuf();
    std::string http = shipped.str();
    for (std::size_t i = 0; i < kReplicas; ++i) {
      replace(http, "jobrig-" + std::to_string(i) + ".jobrig:8787",
              "127.0.0.1:" + std::to_string(servers_[i + 1]->port()));
    }
    std::string one = "server { listen unix:" + file("one") + ";" + http.substr(http.find("  keepalive_requests"));
    replace(http, "listen 8787;", "listen unix:" + file("three") + ";");
    replace(one, "http://jobrig;", "http://one;");
    return "daemon off; master_process off; worker_processes 1; error_log stderr notice;\n"
           "pid " +
           file("nginx.pid") + ";\nevents { worker_connections 64; }\nhttp {\naccess_log off;\n" +
           "client_body_temp_path " + file("body") + "; proxy_temp_path " + file("proxy") + "; fastcgi_temp_path " +
           file("fastcgi") + "; uwsgi_temp_path " + file("uwsgi") + "; scgi_temp_path " + file("scgi") + ";\n" +
           "upstream one { server 127.0.0.1:" + std::to_string(servers_[0]->port()) +
           " max_fails=0; keepalive 16; }\n" + http + one + "}\n";
  }

  jobrig::test::TemporaryFolder folder_;
  std::vector<std::unique_ptr<Served>> servers_;  // the single one first
  std::unique_ptr<Process> nginx_;
};

/// The status lines of the responses.
std::vector<std::string> statuses(const std::string& bytes) {
  std::vector<std::string> found;
  for (std::size_t at = 0; (at = bytes.find("HTTP/1.1 ", at)) != std::string::npos; ++at) {
    found.push_back(bytes.substr(at + 9, 3));
  }
  return found;
}

bool nginx_is_there() { return jobrig::test::is_installed(kNginx, "scale"); }

}  // namespace

TEST_CASE("replicas behind a balancer that hashes by thing send the bytes of one server", "[cli][replicas][slow]") {
  if (!nginx_is_there()) {
    return;
  }
  Fleet fleet;
  const std::vector<std::string> one = fleet.ask("one", kRequests);
  const std::vector<std::string> three = fleet.ask("three", kRequests);
  std::size_t responses = 0;
  std::size_t differing = 0;
  for (std::size_t i = 0; i < kConnections; ++i) {
    responses += count_of(three[i], "x-amzn-RequestId: ");
    differing += one[i] == three[i] ? 0 : 1;
  }
  CHECK(responses == kRequests);
  CHECK(differing == 0);
  for (const char* status : {" 200 OK\r\n", " 429 Too", " 503 Service"}) {
    CAPTURE(status);
    CHECK(count_of(three[1], status) + count_of(three[3], status) > 0);
  }

  // nginx says 502 for a replica that does not listen. One replica less: only its things have no server, and the others
  // go on as before.
  fleet.kill_replica(1);
  const std::vector<std::string> whole = fleet.ask("one", kReplicatedThings);
  const std::vector<std::string> rest = fleet.ask("three", kReplicatedThings);
  std::size_t lost = 0;
  for (std::size_t i = 0; i < kConnections; ++i) {
    const std::vector<std::string> expected = statuses(whole[i]);
    const std::vector<std::string> found = statuses(rest[i]);
    REQUIRE(found.size() == expected.size());
    for (std::size_t j = 0; j < found.size(); ++j) {
      lost += found[j] == "502" ? 1 : 0;
      CHECK((found[j] == expected[j] || found[j] == "502"));
    }
  }
  CHECK(lost > kReplicatedThings / 6);
  CHECK(lost < kReplicatedThings / 2);
}

// `jobrig health`: exit code 0 for a healthy server, 1 with a message for an unhealthy one, 2 for an invalid URL.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/served.h"
#include "support/temporary_folder.h"
#include "support/test_server.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using jobrig::test::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

Outcome health(std::vector<std::string> words) {
  words.insert(words.begin(), "health");
  if (std::find(words.begin(), words.end(), "--timeout") == words.end()) {
    words.insert(words.end(), {"--timeout", "60s"});
  }
  return run_jobrig(std::move(words));
}

/// A reserved port without a listener; no other process can listen on it.
class DeafPort {
 public:
  DeafPort() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(descriptor_, generic, size) == 0);
    REQUIRE(::getsockname(descriptor_, generic, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  ~DeafPort() { ::close(descriptor_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int descriptor_;
  std::uint16_t port_ = 0;
};

jobrig::test::ProcessOptions token_variable(const std::string& token) {
  jobrig::test::ProcessOptions options;
  options.environment["JOBRIG_ADMIN_TOKEN"] = token;
  return options;
}

std::string url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

}  // namespace

TEST_CASE("health of an admin interface is 0 and silent", "[cli][health]") {
  const Served served({"--admin", "127.0.0.1:0"});
  for (const std::string& asked :
       {url(served.admin_port()), url(served.admin_port()) + "/", url(served.admin_port()) + "/health",
        "http://localhost:" + std::to_string(served.admin_port())}) {
    CAPTURE(asked);
    const Outcome outcome = health({asked});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.empty());
  }
}

TEST_CASE("a time limit beyond 32 bits of milliseconds is waited for", "[cli][health]") {
  const Served served({"--admin", "127.0.0.1:0"});
  for (const char* const limit : {"2147483648ms", "4294967296ms", "4294967297ms"}) {
    CAPTURE(limit);
    const Outcome outcome = health({url(served.admin_port()), "--timeout", limit});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
  }
}

TEST_CASE("health of what is not an admin interface is 1 and says why", "[cli][health]") {
  const Served served({});
  const Outcome outcome = health({url(served.port())});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err == "jobrig: " + url(served.port()) +
                           " is not healthy: the response has status 400; is this the URL of the admin interface?\n");
}

TEST_CASE("health needs the token that the interface asks for", "[cli][health]") {
  const Served served({"--admin", "127.0.0.1:0", "--admin-token", "open"});
  CHECK(health({url(served.admin_port()), "--token", "open"}).exit_code == 0);
  const Outcome outcome = health({url(served.admin_port())});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.find("the response has status 401; pass its token with --token-file\n") != std::string::npos);
}

TEST_CASE("the token of serve and health comes from a file or the environment too", "[cli][health]") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "token").string();
  std::ofstream(file) << "open-sesame\n";
  const Served served({"--admin", "127.0.0.1:0", "--admin-token-file", file});
  const std::string admin = url(served.admin_port());
  CHECK(served.line().find("open-sesame") == std::string::npos);
  CHECK(health({admin}).exit_code == 1);
  CHECK(health({admin, "--token-file", file}).exit_code == 0);
  CHECK(run_jobrig({"health", admin}, token_variable("open-sesame")).exit_code == 0);
  CHECK(run_jobrig({"health", admin}, token_variable("other")).exit_code == 1);

  Process by_variable({jobrig::test::jobrig_program(), "serve", "--admin", "127.0.0.1:0"},
                      token_variable("from-outside"));
  const auto line = by_variable.next_line();
  REQUIRE(line.has_value());
  CHECK(line->find("from-outside") == std::string::npos);
  const std::string other = nlohmann::json::parse(*line).at("admin");
  CHECK(health({other}).exit_code == 1);
  CHECK(health({other, "--token", "from-outside"}).exit_code == 0);
}

TEST_CASE("a token that no header can carry is refused with its source", "[cli][health]") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "token").string();
  const std::string expected = " must hold one word of visible ASCII characters, at most 4096\n";
  for (const std::string text : {"", "\n", "two words", "two\nlines\n", "n\xC3\xBCll"}) {
    CAPTURE(text);
    std::ofstream(file) << text;
    const Outcome outcome = run_jobrig({"serve", "--admin", "127.0.0.1:0", "--admin-token-file", file});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err == "jobrig: " + file + expected);
  }
  CHECK(health({"http://127.0.0.1:1", "--token", "a\nb"}).err == "jobrig: --token" + expected);
  CHECK(run_jobrig({"health", "http://127.0.0.1:1"}, token_variable("a b")).err ==
        "jobrig: JOBRIG_ADMIN_TOKEN" + expected);
  CHECK(health({"http://127.0.0.1:1", "--token", "a", "--token-file", file}).err ==
        "jobrig: use either --token or --token-file\n");
  CHECK(health({"http://127.0.0.1:1", "--token-file", file + ".missing"}).err ==
        "jobrig: cannot read " + file + ".missing: No such file or directory\n");
}

TEST_CASE("health of a port without a listener is 1", "[cli][health]") {
  const DeafPort deaf;
  const Outcome outcome = health({url(deaf.port())});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err == "jobrig: " + url(deaf.port()) + " is not healthy: cannot connect: Connection refused\n");
}

TEST_CASE("health of a server that says nothing ends with its timeout", "[cli][health]") {
  jobrig::test::TestServer silent({}, [](const jobrig::model::Request&, jobrig::model::Script& script) {
    script.steps.clear();
    script.close_action = jobrig::model::CloseAction::kHang;
  });
  const auto before = std::chrono::steady_clock::now();
  const Outcome outcome = health({url(silent.port()), "--timeout", "1s"});
  CHECK(std::chrono::steady_clock::now() - before >= 1s);
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.find("no response in time\n") != std::string::npos);
}

TEST_CASE("health of a server whose response is not HTTP or that closes is 1", "[cli][health]") {
  const bool silent = GENERATE(true, false);
  jobrig::test::TestServer server({}, [silent](const jobrig::model::Request&, jobrig::model::Script& script) {
    script.steps = {jobrig::model::Send{silent ? "" : "SSH-2.0-x\r\n"}};
    script.close_action = jobrig::model::CloseAction::kClose;
  });
  const Outcome outcome = health({url(server.port())});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.find(silent ? "connection closed without a response" : "the response is not valid HTTP") !=
        std::string::npos);
}

TEST_CASE("health of an argument that is not a URL is 2", "[cli][health]") {
  for (const char* word : {"127.0.0.1:80", "https://127.0.0.1:80", "http://127.0.0.1", "http://:80", "http://a:b",
                           "http://127.0.0.1:80/a b"}) {
    CAPTURE(word);
    const Outcome outcome = health({word});
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.err.find("is not the URL of an admin interface; expected http://HOST:PORT\n") != std::string::npos);
  }
}

TEST_CASE("health bounds what it reads and how long it reads", "[cli][health]") {
  const bool drips = GENERATE(true, false);
  jobrig::test::TestServer server({}, [drips](const jobrig::model::Request&, jobrig::model::Script& script) {
    script.steps = {jobrig::model::Send{"HTTP/1.1 200 "}};
    if (drips) {
      // Each byte arrives well within the timeout; the complete line never does.
      for (int i = 0; i < 6000; ++i) {
        script.steps.emplace_back(jobrig::model::Send{"x"});
        script.steps.emplace_back(jobrig::model::Pause{10ms});
      }
    } else {
      script.steps.emplace_back(jobrig::model::Send{std::string(1000000, 'x') + "\r\n\r\n"});
    }
    script.close_action = jobrig::model::CloseAction::kClose;
  });
  const Outcome outcome = health({url(server.port()), "--timeout", drips ? "300ms" : "30s"});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.find(drips ? "no response in time\n" : "the response is not valid HTTP\n") != std::string::npos);
}

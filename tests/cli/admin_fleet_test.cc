// `jobrig admin`: one request to several servers, joined responses, and errors that name the endpoint.
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using nlohmann::json;

namespace {

/// Two servers of one scenario whose time stands still.
class TwoServers {
 public:
  TwoServers() {
    write("jobs.yaml", "summary: Two.\nseed: 1\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\nthings: {t: {j: {}}}\n");
    for (int i = 0; i < 2; ++i) {
      servers_.emplace_back(
          std::make_unique<Served>(std::vector<std::string>{file("jobs.yaml"), "--admin", "127.0.0.1:0"}));
    }
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }
  [[nodiscard]] const Served& server(std::size_t index) const { return *servers_[index]; }
  [[nodiscard]] std::string url(std::size_t index) const { return servers_[index]->ready()["admin"]; }
  [[nodiscard]] Outcome admin(std::vector<std::string> call) const {
    call.insert(call.begin(), {"admin", url(0), url(1)});
    return run_jobrig(call);
  }
  void stop(std::size_t index) { servers_[index]->stop(); }

 private:
  jobrig::test::TemporaryFolder folder_;
  std::vector<std::unique_ptr<Served>> servers_;
};

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(json::parse(line));
  }
  return lines;
}

}  // namespace

TEST_CASE("admin sends a call to every server and prints one response each", "[cli][admin]") {
  const TwoServers two;
  const std::vector<json> advanced = lines_of(two.admin({"advance", "7d"}).out);
  REQUIRE(advanced.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(advanced[i]["endpoint"] == two.url(i));
    CHECK(advanced[i]["response"]["now"] == "2026-01-08T00:00:00Z");
  }
  CHECK(lines_of(two.admin({"rate", "60"}).out)[1]["response"]["rate"] == 60);
  CHECK(lines_of(two.admin({"freeze"}).out)[1]["response"]["rate"] == 0);
  two.write("other.yaml", "summary: Other.\nthings: {t: {k: {}}}\n");
  CHECK(two.admin({"replace", two.file("other.yaml")}).exit_code == 0);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(two.server(i).get("/things/t/jobs/k").find(" 200 ") != std::string::npos);
  }
  const std::vector<json> reset = lines_of(two.admin({"reset", "t/k"}).out);
  REQUIRE(reset.size() == 2);
  CHECK(reset[1]["response"]["job"] == "k");
}

TEST_CASE("admin joins the journals of the servers by time and their metrics by name", "[cli][admin]") {
  const TwoServers two;
  for (const std::size_t index : {1U, 0U, 1U}) {
    static_cast<void>(two.server(index).get("/things/t/jobs/j"));
  }
  const Outcome journal = two.admin({"journal", "thing=t"});
  CHECK(journal.err.empty());
  const std::vector<json> lines = lines_of(journal.out);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["endpoint"] == two.url(1));
  CHECK(lines[1]["endpoint"] == two.url(0));
  CHECK(lines[2]["endpoint"] == two.url(1));
  CHECK(two.admin({"journal", "limit=1"}).err ==
        "jobrig: " + two.url(1) + " has more exchanges; use `after` or `limit` in the query\n");
  const std::string metrics = two.admin({"metrics"}).out;
  CHECK(metrics.find("{instance=\"" + two.url(0) + "\",operation=\"DescribeJobExecution\",status=\"200\"} 1\n") !=
        std::string::npos);
  CHECK(metrics.find("{instance=\"" + two.url(1) + "\",operation=\"DescribeJobExecution\",status=\"200\"} 2\n") !=
        std::string::npos);
}

TEST_CASE("admin names the server that refuses or does not answer", "[cli][admin]") {
  TwoServers two;
  const Outcome refused = two.admin({"advance", "soon"});
  CHECK(refused.exit_code == 2);
  CHECK(refused.out.empty());
  CHECK(refused.err.rfind("jobrig: " + two.url(0) + ": the response has status 400: {", 0) == 0);
  const std::string gone = two.url(1);
  two.stop(1);
  const Outcome half = two.admin({"clock"});
  CHECK(half.exit_code == 2);
  CHECK(lines_of(half.out).size() == 1);
  CHECK(half.err == "jobrig: " + gone + ": cannot connect: Connection refused\n");
}

TEST_CASE("admin says what is wrong with its words", "[cli][admin]") {
  const auto error = [](std::vector<std::string> words) {
    words.insert(words.begin(), "admin");
    const Outcome outcome = run_jobrig(words);
    CHECK(outcome.exit_code == 2);
    return outcome.err;
  };
  const std::string url = "http://127.0.0.1:9";
  CHECK(error({"127.0.0.1:9", "reset"}) ==
        "jobrig: \"127.0.0.1:9\" is not the URL of an admin interface; expected http://HOST:PORT\n");
  CHECK(error({url, url}) ==
        "jobrig: no call after the endpoints; expected reset, clock, advance, set, rate, freeze, scenario, replace, "
        "journal or metrics\n");
  CHECK(error({url, "journals"}).ends_with("did you mean \"journal\"?\n"));
  CHECK(error({url, "advance"}) == "jobrig: the call is: advance TIME\n");
  CHECK(error({url, "freeze", "now"}) == "jobrig: the call is: freeze\n");
  CHECK(error({url, "rate", "fast"}) == "jobrig: rate must be a number, not \"fast\"\n");
  CHECK(error({url, "replace", "/no/such.yaml"}) == "jobrig: cannot read /no/such.yaml\n");
}

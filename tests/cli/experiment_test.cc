// `jobrig experiment` with a server and a client: the shipped experiments, each verdict with its exit code, and that
// the rules are restored however it ends. All use virtual time, so that no test waits for a stage.
#include <atomic>
#include <csignal>
#include <fstream>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "contract/schemas.h"
#include "contract/shipped_scenarios.h"
#include "support/catch.h"
#include "support/raw_client.h"
#include "support/served.h"
#include "support/temporary_folder.h"

using jobrig::test::http_request;
using jobrig::test::HttpAnswer;
using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::RawClient;
using jobrig::test::run_jobrig;
using jobrig::test::Served;
using jobrig::test::TemporaryFolder;
using nlohmann::json;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct ExperimentFolder : TemporaryFolder {
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path() / name) << text;
    return file(name);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path() / name).string(); }
  [[nodiscard]] json json_in(const std::string& name) const {
    std::ifstream stream(file(name));
    return json::parse(stream);
  }
};

/// A device as AWS SDKs build them: up to four attempts for a call, all with one invocation ID.
class Device {
 public:
  explicit Device(std::uint16_t port) : port_(port) {}

  /// Returns the status of the last attempt; 0: no complete response.
  int call(const std::string& method, const std::string& target, const std::string& body = {}) {
    const std::string id = "amz-sdk-invocation-id: " + std::to_string(++calls_) + "\r\n";
    int status = 0;
    for (int attempt = 0; attempt < 4 && (status == 0 || status == 429 || status >= 500); ++attempt) {
      try {
        status = jobrig::test::ask(port_, method, target, body, id).status;
      } catch (const std::exception&) {  // the connection was closed or reset
        status = 0;
      }
    }
    return status;
  }

 private:
  std::uint16_t port_;
  std::uint64_t calls_ = 0;
};

/// Calls `turn` again and again in a thread of its own until it is destroyed.
class Traffic {
 public:
  explicit Traffic(std::function<void()> turn)
      : thread_([this, turn = std::move(turn)] {
          while (!over_) {
            turn();
          }
        }) {}
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;
  ~Traffic() {
    over_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

std::string admin_url(const Served& served, const std::string& path = {}) {
  return served.ready().at("admin").get<std::string>() + path;
}

std::vector<std::string> experiment_words(const Served& served, const std::string& experiment,
                                          const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"experiment", experiment, "--admin", admin_url(served), "--virtual", "--patience",
                                 "80s",        "--seed",   "1"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::unique_ptr<Process> start_experiment(const Served& served, const std::string& experiment) {
  std::vector<std::string> words = experiment_words(served, experiment);
  words.insert(words.begin(), jobrig::test::jobrig_program());
  return std::make_unique<Process>(words);
}

bool is_enabled(const Served& served, const std::string& rule) {
  const json answer = served.admin("GET", "/rules").json();
  for (const json& one : answer.at("rules")) {
    if (one.at("name") == rule) {
      return one.at("enabled");
    }
  }
  throw std::runtime_error("no rule " + rule);
}

const std::string kOutage = R"(summary: An outage.
things: {"t-{1..20}": {j: {status: IN_PROGRESS}}}
rules:
  - name: outage
    when: {operation: DescribeJobExecution}
    answers: [{error: ServiceUnavailableException}]
)";

const std::string kExperiment = R"(summary: An outage of a minute.
scenario: outage.yaml
requests: 5
steady-state: {for: 30s, successes: {at-least: 99%}, retries-per-call: {at-most: 0}}
stages:
  - {name: outage, for: 1m, on: [outage]}
)";

/// A server with that outage, and the experiment.
struct Outage {
  ExperimentFolder folder;
  std::string experiment;
  Served served;
  explicit Outage(const std::string& text = kExperiment, const std::string& scenario = kOutage)
      : experiment((folder.write("outage.yaml", scenario), folder.write("experiment.yaml", text))),
        served({folder.file("outage.yaml"), "--admin", "127.0.0.1:0"}) {}
  [[nodiscard]] std::vector<std::string> words(const std::vector<std::string>& more = {}) const {
    return experiment_words(served, experiment, more);
  }
};

std::string thing_of(int turn) { return "t-" + std::to_string(turn % 20 + 1); }

}  // namespace

TEST_CASE("each shipped experiment holds for devices that retry with moderation", "[cli][experiment]") {
  struct Row {
    std::string experiment;
    std::vector<std::string> rules;
    bool updates = false;
  };
  const std::vector<Row> rows{{"crowded-fleet", {"each thing", "the fleet"}},
                              {"flapping-service", {"away"}},
                              {"lossy-updates", {"lost on the way back"}, true},
                              {"poisoned-reads", {"poison"}},
                              {"slow-line", {"a thin line"}},
                              {"storm-of-retries", {"no room for retries"}}};
  CHECK(rows.size() == jobrig::contract::shipped_folder("experiments").size());
  for (const Row& row : rows) {
    CAPTURE(row.experiment);
    const std::string name = "experiments/" + row.experiment;
    json listed;
    for (const json& one : json::parse(run_jobrig({"list", "experiments", "--format", "json"}).out)) {
      listed = one.at("experiment") == name ? one : listed;
    }
    const ExperimentFolder folder;
    const Served served({listed.at("scenario").get<std::string>(), "--admin", "127.0.0.1:0"});
    Device device(served.port());
    int turn = 0;
    Outcome outcome;
    {
      const Traffic traffic([&] {
        const std::string path = "/things/thermostat-" + std::to_string(turn++ % 20 + 10) + "/jobs/firmware-7";
        row.updates ? device.call("POST", path, R"({"status":"IN_PROGRESS"})") : device.call("GET", path);
      });
      outcome = run_jobrig(experiment_words(served, name, {"--json", folder.file("report.json")}));
    }
    CAPTURE(outcome.out, outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK(says(outcome.out, "the hypothesis held\n"));
    const json report = folder.json_in("report.json");
    CHECK(report.at("ending") == "held");
    CHECK(jobrig::contract::validate_against("experiment-report.schema.json", report.dump()).empty());
    for (const json& phase : report.at("phases")) {
      CHECK(phase.at("began") == true);
      CHECK((phase.at("kind") == "settle" || phase.at("requests") >= 20));
      // A throttle with tokens left and a service that is up answer as if the rule were not there.
      const bool depends = row.experiment == "flapping-service" || row.experiment == "crowded-fleet";
      CHECK((depends || phase.at("used") == phase.at("on")));
    }
    for (const std::string& rule : row.rules) {
      CHECK(is_enabled(served, rule));
    }
  }
}

TEST_CASE("an experiment compares before and after an outage and restores its rule", "[cli][experiment]") {
  const Outage outage;
  Device device(outage.served.port());
  int turn = 0;
  Outcome outcome;
  {
    const Traffic traffic([&] { device.call("GET", "/things/" + thing_of(turn++) + "/jobs/j"); });
    outcome = run_jobrig(outage.words({"--json", outage.folder.file("r.json"), "--junit", outage.folder.file("r.xml"),
                                       "--markdown", outage.folder.file("r.md")}));
  }
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.err == "jobrig: before, 30s\njobrig: outage, 1m\njobrig: after, 30s\n");
  const json phases = outage.folder.json_in("r.json").at("phases");
  REQUIRE(phases.size() == 3);
  CHECK(phases[0].at("successes") == 1);
  CHECK(phases[1].at("successes") == 0);
  CHECK(phases[1].at("retries_per_call").get<double>() > 0);
  CHECK(phases[2].at("successes") == 1);
  CHECK(phases[1].at("lasted_us").get<std::int64_t>() >= 60'000'000);
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("devices that do not come back fail the hypothesis", "[cli][experiment]") {
  const Outage outage;
  Device device(outage.served.port());
  const auto process = start_experiment(outage.served, outage.experiment);
  REQUIRE(process->wait_for_error_text("jobrig: before"));  // from now on the rule is off
  int turn = 0;
  bool has_given_up = false;
  // A device that gives its jobs up after an outage: from then on the service answers 410.
  const Traffic traffic([&] {
    const std::string path = "/things/" + thing_of(turn++) + "/jobs/j";
    if (has_given_up) {
      device.call("POST", path, R"({"status":"FAILED"})");
    }
    has_given_up = device.call("GET", path) == 503 || has_given_up;
  });
  const Outcome outcome = process->finish();
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  CHECK(says(outcome.out, "the hypothesis did not hold: after the stages: successes "));
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("an exceeded limit halts the experiment with exit code 4", "[cli][experiment]") {
  const Outage outage(kExperiment + "limits: {successes: {at-least: 50%}}\n");
  Device device(outage.served.port());
  int turn = 0;
  Outcome outcome;
  {
    const Traffic traffic([&] { device.call("GET", "/things/" + thing_of(turn++) + "/jobs/j"); });
    outcome = run_jobrig(outage.words({"--junit", "-"}));
  }
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 4);
  CHECK(says(outcome.out, "<testsuites"));
  CHECK(says(outcome.out, "stage &quot;outage&quot;: successes 0%, expected at least 50%"));
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("no stage runs if the steady state does not hold before", "[cli][experiment]") {
  const Outage outage;
  Device device(outage.served.port());
  Outcome outcome;
  {
    const Traffic traffic([&] { device.call("GET", "/things/t-1/jobs/no-such-job"); });
    outcome = run_jobrig(outage.words());
  }
  CHECK(outcome.exit_code == 4);
  CHECK(
      says(outcome.out, "no stage ran, because the steady state did not hold before: before the stages: successes 0%"));
}

TEST_CASE("Ctrl-C restores the rules and reports with exit code 130", "[cli][experiment]") {
  std::string scenario = kOutage;
  scenario.replace(scenario.find("answers: ["), std::string::npos, "faults: [hang]\n");
  Outage outage(kExperiment, scenario);
  const auto process = start_experiment(outage.served, outage.experiment);
  REQUIRE(process->wait_for_error_text("jobrig: before"));  // from now on requests do not hang
  const Traffic traffic([&] {
    try {
      RawClient client(outage.served.port());
      client.send(http_request("GET", "/things/t-1/jobs/j"));
      client.receive_answer();
    } catch (const std::exception&) {  // the end of the server
    }
  });
  REQUIRE(process->wait_for_error_text("jobrig: outage"));
  CHECK(is_enabled(outage.served, "outage"));
  process->send_signal(SIGINT);
  const Outcome outcome = process->finish();
  CHECK(outcome.exit_code == 130);
  CHECK(says(outcome.out, "interrupted: stopped by a signal\n"));
  CHECK(is_enabled(outage.served, "outage"));
  outage.served.stop(SIGKILL);
}

TEST_CASE("the mock itself restores the rules of an experiment that was killed", "[cli][experiment]") {
  const Outage outage;
  const auto process = start_experiment(outage.served, outage.experiment);
  REQUIRE(process->wait_for_error_text("jobrig: before"));
  CHECK_FALSE(is_enabled(outage.served, "outage"));
  process->send_signal(SIGKILL);
  CHECK(process->finish().exit_code == 128 + SIGKILL);
  CHECK_FALSE(is_enabled(outage.served, "outage"));
  CHECK(outage.served.admin("POST", "/clock/advance", R"({"by":"2m"})").status == 200);
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("a mock that goes away ends the experiment with exit code 2 and a report", "[cli][experiment]") {
  Outage outage;
  const auto process = start_experiment(outage.served, outage.experiment);
  REQUIRE(process->wait_for_error_text("jobrig: before"));
  outage.served.stop(SIGKILL);
  const Outcome outcome = process->finish();
  CHECK(outcome.exit_code == 2);
  CHECK(says(outcome.out, "ended early, because the mock could not be used: GET /"));
  CHECK(says(outcome.out, "rule \"outage\" could not be switched back; the mock does so when its time is over\n"));
}

TEST_CASE("an experiment runs in a sandbox and leaves the rules outside alone", "[cli][experiment]") {
  const Outage outage;
  const json sandbox = outage.served.admin("POST", "/sandboxes", json{{"scenario", kOutage}}.dump()).json();
  const std::string path = sandbox.at("admin");
  Device device(outage.served.port());
  int turn = 0;
  Outcome outcome;
  {
    const std::string prefix = "/" + sandbox.at("id").get<std::string>() + "/things/";
    const Traffic traffic([&] { device.call("GET", prefix + thing_of(turn++) + "/jobs/j"); });
    outcome = run_jobrig({"experiment", outage.experiment, "--admin", admin_url(outage.served, path + "/"), "--virtual",
                          "--patience", "80s"});
  }
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
  const json answer = outage.served.admin("GET", "/rules").json();
  for (const json& rule : answer.at("rules")) {
    CHECK_FALSE(rule.contains("until"));
  }
}

TEST_CASE("without --virtual a phase lasts as long as planned in scenario time", "[cli][experiment]") {
  std::string scenario = kOutage;
  scenario += "clock: {rate: 100}\n";
  const Outage outage(kExperiment, scenario);
  const Outcome outcome = run_jobrig(
      {"experiment", outage.experiment, "--admin", admin_url(outage.served), "--json", outage.folder.file("r.json")});
  CHECK(outcome.exit_code == 4);  // no client is there
  CHECK(says(outcome.out, "before the stages: 0 requests are too few to decide; the experiment needs 5\n"));
  CHECK(outage.folder.json_in("r.json").at("phases").at(0).at("lasted_us").get<std::int64_t>() >= 30'000'000);
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("a rule that answers no request during its stage is reported", "[cli][experiment]") {
  std::string scenario = kOutage;
  scenario.replace(scenario.find("DescribeJobExecution"), 20, "UpdateJobExecution");
  const Outage outage(kExperiment, scenario);
  Device device(outage.served.port());
  int turn = 0;
  const Traffic traffic([&] { device.call("GET", "/things/" + thing_of(turn++) + "/jobs/j"); });
  const Outcome outcome = run_jobrig(outage.words());
  CHECK(outcome.exit_code == 0);
  CHECK(says(outcome.out, "outage: rule \"outage\" answered no request\n"));
}

TEST_CASE("mistakes of an experiment end with exit code 2 before a rule is switched", "[cli][experiment]") {
  const Outage outage;
  const auto fails_with = [&](const std::vector<std::string>& words, const std::string& text) {
    std::vector<std::string> all{"experiment"};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = run_jobrig(all);
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK(says(outcome.err, text));
  };
  const std::string url = admin_url(outage.served);
  fails_with({outage.experiment}, "jobrig: experiment needs --admin URL, as in the ready line of serve\n");
  fails_with({outage.experiment, "--admin", "localhost"}, "expected http://HOST:PORT");
  fails_with({outage.folder.file("outage.yaml"), "--admin", url}, "this is not an experiment: it has no \"stages\"");
  fails_with({"experiments/crowded-flet", "--admin", url}, "did you mean \"experiments/crowded-fleet\"?");
  fails_with({"experiments/slow-line", "--admin", url}, "jobrig: " + url + ": the mock has no rule \"a thin line\"");
  fails_with({outage.experiment, "--admin", url, "--json", "/no/such/folder/r.json"}, "/no/such/folder");
  std::string wrong = kExperiment;
  wrong.replace(wrong.find("on: [outage]"), 12, "on: [outrage]");
  fails_with({outage.folder.write("wrong.yaml", wrong), "--admin", url},
             "wrong.yaml:6:34: scenario \"outage.yaml\" has no rule \"outrage\"; did you mean \"outage\"?\n");
  CHECK(is_enabled(outage.served, "outage"));
}

TEST_CASE("an experiment uses the token of the admin interface", "[cli][experiment]") {
  const ExperimentFolder folder;
  const std::string scenario = folder.write("outage.yaml", kOutage);
  const std::string experiment = folder.write("experiment.yaml", kExperiment);
  const Served served({scenario, "--admin", "127.0.0.1:0", "--admin-token", "secret-of-the-admin"});
  const Outcome refused = run_jobrig({"experiment", experiment, "--admin", admin_url(served)});
  CHECK(refused.exit_code == 2);
  CHECK(says(refused.err, "GET /journal: the response has status 401"));
  Device device(served.port());
  int turn = 0;
  const Traffic traffic([&] { device.call("GET", "/things/" + thing_of(turn++) + "/jobs/j"); });
  const Outcome outcome = run_jobrig({"experiment", experiment, "--admin", admin_url(served), "--virtual", "--token",
                                      "secret-of-the-admin", "--patience", "80s"});
  CHECK(outcome.exit_code == 0);
  CHECK_FALSE(says(outcome.out + outcome.err, "secret-of-the-admin"));
}

TEST_CASE("check reports the mistakes of an experiment with their positions", "[cli][experiment][check]") {
  CHECK(run_jobrig({"check", "experiments"}).out ==
        std::to_string(jobrig::contract::shipped_folder("experiments").size()) + " files, no mistakes\n");
  const ExperimentFolder folder;
  folder.write("outage.yaml", kOutage);
  std::string wrong = kExperiment;
  wrong.replace(wrong.find("stages:"), 7, "stagse:");
  const Outcome outcome = run_jobrig({"check", folder.write("wrong.yaml", wrong)});
  CHECK(outcome.exit_code == 2);
  CHECK(says(outcome.out, "wrong.yaml:5:1: an experiment has no key \"stagse\"; did you mean \"stages\"?\n"));
  CHECK(says(outcome.out, "an experiment needs \"stages\""));
}

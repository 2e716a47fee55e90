// `jobrig conform --agent`: what it refuses, what it lists, and its verdicts for the reference agent.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/shipped_scenarios.h"
#include "support/catch.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::run_jobrig;
using jobrig::test::TemporaryFolder;
using nlohmann::json;

namespace {

std::string reference_agent() {
  return (std::filesystem::path(jobrig::test::jobrig_program()).parent_path() / "jobrig_reference_agent").string();
}

Outcome run_agent(const std::vector<std::string>& options, const std::vector<std::string>& words) {
  std::vector<std::string> all{"conform", "--agent", "--seed", "7"};
  all.insert(all.end(), options.begin(), options.end());
  all.insert(all.end(), {"--", reference_agent()});
  all.insert(all.end(), words.begin(), words.end());
  return run_jobrig(all);
}

void refuses(const std::vector<std::string>& options, const std::vector<std::string>& words, const std::string& why) {
  const Outcome outcome = run_agent(options, words);
  CAPTURE(outcome.err);
  CHECK(outcome.exit_code == 2);
  CHECK(outcome.out == "");
  CHECK(outcome.err == "jobrig: " + why + "\n");
}

}  // namespace

TEST_CASE("options and placeholders that agents do not have are refused", "[cli][agents]") {
  refuses({"--adapter"}, {}, "--adapter is not allowed with --agent");
  refuses({"--repeat", "2"}, {}, "--repeat is not allowed with --agent");
  refuses({}, {"{endpont}"}, "unknown placeholder {endpont}; did you mean {endpoint}?");
  refuses({}, {"{cert}"}, "{cert} has a value only over TLS: add --protocol with a protocol that ends in s");
  refuses({"--run", "agents/outag"}, {},
          "--run \"agents/outag\" matches no life cycle; did you mean \"agents/outage\"?");
  const Outcome none = run_jobrig({"conform", "--agent"});
  CHECK(none.exit_code == 2);
  CHECK(none.err ==
        "jobrig: no agent given; put its command line after --, as in jobrig conform --agent -- ./agent {endpoint}\n");
}

TEST_CASE("the life cycles are listed and checked", "[cli][agents]") {
  const Outcome listed = run_jobrig({"conform", "--agent", "--list"});
  CHECK(listed.exit_code == 0);
  std::size_t lines = 0;
  for (const char c : listed.out) {
    lines += c == '\n' ? 1 : 0;
  }
  CHECK(lines == jobrig::contract::shipped_folder("agents").size());
  CHECK(lines >= 15);
  CHECK(run_jobrig({"check", "agents"}).out == std::to_string(lines) + " files, no mistakes\n");
  CHECK(json::parse(run_jobrig({"list", "life-cycles", "--format", "json"}).out).size() == lines);
  CHECK(json::parse(run_jobrig({"list", "agent-checks", "--format", "json"}).out).size() >= 14);
}

TEST_CASE("an agent that carries out its job passes over each protocol", "[cli][agents]") {
  for (const std::string protocol : {"mqtt", "http"}) {
    CAPTURE(protocol);
    const Outcome outcome = run_agent({"--protocol", protocol, "--run", "agents/arrives", "--run", "agents/killed"},
                                      {"{endpoint}", "{thing}"});
    CAPTURE(outcome.out, outcome.err);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.out.find("2 passed") != std::string::npos);
  }
}

TEST_CASE("a failed check is in the reports with its requirement and how to run it again", "[cli][agents]") {
  const TemporaryFolder folder;
  const std::string report = (folder.path() / "run.json").string();
  const Outcome outcome = run_agent({"--run", "agents/pending-at-start", "--json", report},
                                    {"--mutate", "starts-twice", "{endpoint}", "{thing}"});
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 1);
  std::ifstream file(report);
  const json result = json::parse(file).at("runs").at(0).at("results").at(0);
  CHECK(result.at("case") == "agents/pending-at-start");
  CHECK(result.at("verdict") == "failed");
  CHECK(result.at("reason") ==
        "starts-once: expected one start of each execution, found two starts of firmware-7 of lamp-1 without an "
        "interruption between them");
  CHECK(result.at("source") == "AWS IoT Developer Guide, StartNextPendingJobExecution");
  const std::string replay = result.at("replay");
  CHECK(replay.find("jobrig conform --run agents/pending-at-start --seed 7 --agent --protocol mqtt -- ") == 0);
}

TEST_CASE("a program that sends nothing, and one that cannot be started, are told apart", "[cli][agents]") {
  const Outcome silent = run_jobrig({"conform", "--agent", "--run", "agents/pending-at-start", "--", "false"});
  CHECK(silent.exit_code == 1);
  CHECK(silent.out.find("no request to the Jobs service arrived: an agent ended with exit code 1") !=
        std::string::npos);
  const Outcome missing = run_jobrig({"conform", "--agent", "--", "./no-such-agent"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.find("cannot start \"./no-such-agent\"") != std::string::npos);
}

// The chaos scenarios from the user's point of view: listed with summaries, checked, and served by name.
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "contract/shipped_scenarios.h"
#include "support/catch.h"
#include "support/process.h"

using jobrig::test::Process;
using jobrig::test::run_jobrig;
using nlohmann::json;

TEST_CASE("list scenarios names every chaos scenario with a summary of one line", "[cli][chaos]") {
  const json rows = json::parse(run_jobrig({"list", "scenarios", "--format", "json"}).out);
  std::vector<std::string> names;
  for (const json& row : rows) {
    const std::string name = row.at("scenario");
    if (name.starts_with("chaos/")) {
      names.push_back(name);
      const std::string summary = row.at("summary");
      CAPTURE(name, summary);
      CHECK(summary.size() > 20);
      CHECK(summary.size() < 120);
    }
  }
  CHECK(names.size() == jobrig::contract::shipped_folder("chaos").size());
}

TEST_CASE("check finds nothing wrong with the chaos scenarios inside the program", "[cli][chaos]") {
  const auto outcome = run_jobrig({"check", "chaos"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.out == std::to_string(jobrig::contract::shipped_folder("chaos").size()) + " files, no mistakes\n");
}

TEST_CASE("every chaos scenario is served by its name", "[cli][chaos]") {
  for (const auto* const scenario : jobrig::contract::shipped_folder("chaos")) {
    CAPTURE(scenario->name);
    std::vector<std::string> words{jobrig::test::jobrig_program(), "serve", std::string(scenario->name)};
    if (scenario->name == "chaos/certificate-rotation") {
      words.emplace_back("--tls");
    }
    Process process(words);
    const auto line = process.next_line();
    REQUIRE(line);
    CHECK(json::parse(*line).at("scenarios") == json::array({scenario->name}));
    process.send_signal(SIGTERM);
    CHECK(process.finish().exit_code == 0);
  }
}

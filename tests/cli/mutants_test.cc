// Tests the conformance runner with the reference client (tests/clients/reference): it passes every case, names its
// mutants and variants, and has the defect that is asked for. tests/prove runs all of them (ci/prove).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/sanitized.h"
#include "support/temporary_folder.h"

using namespace jobrig;
using namespace std::chrono_literals;

namespace {

std::string reference_client() {
  return (std::filesystem::path(test::jobrig_program()).parent_path() / "jobrig_reference_client").string();
}

/// The first column of a list that the reference client prints.
std::vector<std::string> reference_client_lists(const std::string& option) {
  const test::Outcome outcome = test::run({reference_client(), option});
  CHECK(outcome.exit_code == 0);
  std::vector<std::string> names;
  std::istringstream stream(outcome.out);
  for (std::string line; std::getline(stream, line);) {
    names.push_back(line.substr(0, line.find('\t')));
  }
  return names;
}

test::Outcome judged_reference_client(std::vector<std::string> client, const std::vector<std::string>& options) {
  std::vector<std::string> words{"conform", "--seed", "1"};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {"--adapter", "--", reference_client()});
  words.insert(words.end(), client.begin(), client.end());
  test::ProcessOptions process;
  process.deadline = 1800s;
  return test::run_jobrig(std::move(words), process);
}

/// The lines of a file of tests/prove that are not comments, up to a tab.
std::vector<std::string> ids_of_prove(const std::string& file) {
  std::vector<std::string> ids;
  std::ifstream stream(test::source_folder() / "tests/prove" / file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && !line.starts_with("#")) {
      ids.push_back(line.substr(0, line.find('\t')));
    }
  }
  return ids;
}

}  // namespace

TEST_CASE("the reference client passes every case", "[cli][mutants]") {
  std::vector<std::string> words{"--strict", "--jobs", "16", "--min-judged", "700"};
  if (test::kSanitized) {
    words.insert(words.end(), {"--skip", "transport/leaks"});  // a sanitizer keeps freed memory
  }
  const test::Outcome outcome = judged_reference_client({}, words);
  CAPTURE(outcome.out, outcome.err);
  CHECK(outcome.exit_code == 0);
}

TEST_CASE("at least 500 mutants and 25 correct variants are generated without duplicates", "[cli][mutants]") {
  const std::vector<std::string> mutants = reference_client_lists("--list-mutants");
  const std::vector<std::string> variants = reference_client_lists("--list-variants");
  CHECK(mutants.size() >= 1000);
  CHECK(variants.size() >= 25);
  CHECK(std::set<std::string>(mutants.begin(), mutants.end()).size() == mutants.size());
  CHECK(std::set<std::string>(variants.begin(), variants.end()).size() == variants.size());
}

TEST_CASE("each part of a call is mutated", "[cli][mutants]") {
  const std::vector<std::string> mutants = reference_client_lists("--list-mutants");
  const std::string id = GENERATE(
      "report:DescribeJobExecution.execution.versionNumber:float64",
      "report:GetPendingJobExecutions.inProgressJobs.*.queuedAt:swapped-with-startedAt",
      "report:UpdateJobExecution.executionState.statusDetails:lower-case-keys",
      "report:StartCommandExecution.executionId:dropped", "send:StartCommandExecution.body.parameters:same-values",
      "resend:StartCommandExecution.body.clientToken:dropped", "new-token-each-attempt", "repeats-lost-updates",
      "send:DescribeJobExecution.path.3:encoded-twice", "send:DescribeJobExecution.query.includeJobDocument:added",
      "send:UpdateJobExecution.body.expectedVersion:float64", "send:UpdateJobExecution.body:with-nul",
      "send:any.header.Host:value=evil.example", "send:any.header.Authorization:shorter",
      "resend:UpdateJobExecution.body.status:dropped", "retry:503:final", "retry:404:retried",
      "retry:hint:milliseconds", "retry:gap:none", "error:service:transport", "error:form:without-header",
      "error:TerminalStateException:InvalidRequestException");
  CAPTURE(id);
  CHECK(std::count(mutants.begin(), mutants.end(), id) == 1);
}

TEST_CASE("a mutant fails a MUST case and a variant none", "[cli][mutants]") {
  const std::vector<std::string> cases{"--run", "error/message", "--run", "request/method-and-path"};
  CHECK(judged_reference_client({"--mutate", "posts-describe"}, cases).exit_code == 1);
  CHECK(judged_reference_client({"--mutate", "send:DescribeJobExecution.method:POST"}, cases).exit_code == 1);
  CHECK(judged_reference_client({"--mutate", "send:DescribeJobExecution.path.3:constant"}, cases).exit_code == 1);
  CHECK(judged_reference_client({"--variant", "headers-in-lower-case"}, cases).exit_code == 0);
}

TEST_CASE("a client that changes a value fails whatever the seed", "[cli][mutants][any]") {
  const std::string execution = "report:DescribeJobExecution.execution";
  const auto [mutant, name] = GENERATE_COPY(table<std::string, std::string>(
      {{execution + ".versionNumber:float64", "response/exact-version-over-53-bits"},
       {execution + ".versionNumber:32-bits", "response/exact-largest-version"},
       {execution + ".startedAt:dropped", "response/exact-three-times"},
       {execution + ".lastUpdatedAt:32-bits", "response/exact-times-after-2106"},
       {execution + ".statusDetails.*:trimmed", "response/exact-details-with-blanks"},
       {execution + ".statusDetails:lower-case-keys", "response/exact-details-by-case"},
       {execution + ".jobDocument:trimmed", "response/exact-document-with-blanks"},
       {execution + ".jobDocument:parsed", "response/exact-document-with-escapes"},
       {execution + ".approximateSecondsBeforeTimedOut:constant", "response/seconds-before-timeout-*"}}));
  CAPTURE(mutant, name);
  CHECK(judged_reference_client({}, {"--run", name}).exit_code == 0);
  CHECK(judged_reference_client({"--mutate", mutant}, {"--run", name}).exit_code == 1);
}

TEST_CASE("names and values of a case are drawn from the seed and repeated by it", "[cli][mutants][any]") {
  const test::TemporaryFolder folder;
  const std::string file = (folder.path() / "run.json").string();
  const auto record = [&](const std::string& seed) {
    test::run_jobrig({"conform", "--run", "request/include-job-document-true", "--seed", seed, "--json", file,
                      "--adapter", "--", reference_client()});
    std::ifstream stream(file);
    const auto run = nlohmann::json::parse(stream).at("runs").at(0);
    const auto call = run.at("results").at(0).at("record").at("calls").at(0);
    auto execution = nlohmann::json::parse(call.at("outcome").at("response").get<std::string>()).at("execution");
    for (const char* const time : {"queuedAt", "startedAt", "lastUpdatedAt"}) {
      execution.erase(time);  // some are counted from the start of the run
    }
    return call.at("arguments").get<std::string>() + execution.dump();
  };
  const std::string first = record("3");
  CHECK(record("3") == first);
  CHECK(record("4") != first);
}

TEST_CASE("unknown mutants and variants are refused", "[cli][mutants]") {
  CHECK(test::run({reference_client(), "--mutate", "unknown"}).exit_code == 2);
  CHECK(test::run({reference_client(), "--variant", "unknown"}).exit_code == 2);
  CHECK(test::run({reference_client(), "--unknown"}).exit_code == 2);
}

TEST_CASE("the list of kills in tests/prove names only mutants that there are", "[cli][mutants]") {
  const std::vector<std::string> mutants = reference_client_lists("--list-mutants");
  const std::set<std::string> known(mutants.begin(), mutants.end());
  for (const std::string& id : ids_of_prove("kills.txt")) {
    CAPTURE(id);
    CHECK(known.contains(id));
  }
}

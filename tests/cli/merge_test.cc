// `conform --shard` and `report --merge`: several shards give the report of the whole run, and no other set of files
// does.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/canonical_report.h"
#include "support/catch.h"
#include "support/conform_bench.h"
#include "support/process.h"

using jobrig::test::canonical_report;
using jobrig::test::Outcome;
using jobrig::test::run_jobrig;
using Bench = jobrig::test::ConformBench;

namespace {

/// The two cases of the folder, whole and as two shards.
class Shards : public Bench {
 public:
  /// Runs a shard, or all cases when `shard` is empty, and returns the file.
  [[nodiscard]] std::string run(const std::string& name, const std::string& shard,
                                const std::vector<std::string>& more = {"--seed", "7"}) const {
    std::vector<std::string> words = more;
    words.insert(words.end(), {"--json", file(name)});
    if (!shard.empty()) {
      words.insert(words.end(), {"--shard", shard});
    }
    const Outcome outcome = conform(adapter(words));
    CAPTURE(outcome.err);
    CHECK(outcome.exit_code < 2);
    return file(name);
  }
};

std::string without_folder(std::string text, const std::string& folder) {
  for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos;) {
    text.erase(at, folder.size());
  }
  return text;
}

}  // namespace

TEST_CASE_METHOD(Shards, "merged shards give the report of the whole run", "[cli][report]") {
  const std::string whole = run("whole.json", "");
  const std::string one = run("1.json", "1/2");
  const std::string two = run("2.json", "2/2");
  const Outcome merged = run_jobrig({"report", "--merge", two, one, "--json", file("merged.json")});
  CAPTURE(merged.err);
  CHECK(merged.exit_code == 1);
  CHECK(merged.err.empty());
  CHECK(canonical_report(file("merged.json")) == canonical_report(whole));
  CHECK(canonical_report(one) != canonical_report(whole));
  const Outcome text = run_jobrig({"report", "--merge", one, two});
  CHECK(text.out.ends_with(", seed 7\n1 failed, 1 passed\n" + jobrig::test::must_line(1, 1) +
                           jobrig::test::failed_lines("requests", 1, "twice")));
}

TEST_CASE_METHOD(Shards, "merge refuses what is not all shards of one run", "[cli][report]") {
  const std::string one = run("1.json", "1/2");
  const std::string two = run("2.json", "2/2");
  const std::string other = run("other.json", "2/2", {"--seed", "8"});
  const auto refusal = [&](const std::vector<std::string>& files) {
    std::vector<std::string> words{"report", "--merge", "--json", file("merged.json")};
    words.insert(words.end(), files.begin(), files.end());
    const Outcome outcome = run_jobrig(words);
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.out.empty());
    CHECK_FALSE(std::filesystem::exists(file("merged.json")));
    return without_folder(outcome.err, path().string() + "/");
  };
  CHECK(refusal({one}) == "jobrig: shard 2 of 2 is missing\n");
  CHECK(refusal({one, file("killed.json")}) == "jobrig: cannot read killed.json\njobrig: shard 2 of 2 is missing\n");
  CHECK(refusal({one, two, two}) == "jobrig: 2.json and 2.json are both shard 2 of 2\n");
  CHECK(refusal({one, other}) ==
        "jobrig: other.json has another seed than 1.json: \"8\", not \"7\"; give every shard the same --seed\n");
  write("cases/twice.yaml",
        "summary: Another text.\n" + std::string(jobrig::test::kCaseHead) + "expect: {requests: {count: 1}}\n");
  CHECK(refusal({one, run("edited.json", "2/2")})
            .rfind("jobrig: edited.json has another suite of cases than 1.json: ", 0) == 0);
  CHECK(refusal({one, run("whole.json", "")}) ==
        "jobrig: whole.json is not a shard: jobrig conform wrote it without --shard\n");
}

TEST_CASE_METHOD(Shards, "a shard reads its number from the scheduler", "[cli][conform]") {
  jobrig::test::ProcessOptions options;
  options.environment = {{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "2"}};
  const Outcome listed = run_jobrig({"conform", "--cases", file("cases"), "--list", "--shard", "auto"}, options);
  CHECK(listed.out == "MUST   twice  The first call fails.\n");
  CHECK(conform({"--list", "--shard", "3/3"}).err == "jobrig: shard 3 of 3 has no case: only 2 are selected\n");
}

TEST_CASE_METHOD(Shards, "the times of an earlier report balance the shards", "[cli][conform]") {
  const std::string last = run("last.json", "");
  CHECK(conform({"--list", "--balance", last}).err == "jobrig: --balance needs --shard\n");
  CHECK(conform({"--list", "--balance", file("no.json"), "--shard", "1/2"}).err ==
        "jobrig: cannot read " + file("no.json") + "\n");
  // The longer case is the first shard.
  std::ifstream in(last);
  nlohmann::ordered_json report = nlohmann::ordered_json::parse(in);
  auto& record = report["runs"][0]["results"][1]["record"];
  REQUIRE(report["runs"][0]["results"][1]["case"] == "twice");
  record["calls"][0]["ended_us"] = 90'000'000;
  std::ofstream(last) << report;
  CHECK(conform({"--list", "--balance", last, "--shard", "1/2"}).out == "MUST   twice  The first call fails.\n");
  const std::string one = run("1.json", "1/2", {"--seed", "7", "--balance", last});
  const std::string two = run("2.json", "2/2", {"--seed", "7", "--balance", last});
  CHECK(run_jobrig({"report", "--merge", one, two}).exit_code == 1);
  const Outcome mixed = run_jobrig({"report", "--merge", one, run("2b.json", "2/2")});
  CHECK(mixed.err.find("2b.json has other options than ") != std::string::npos);
  CHECK(mixed.err.find("--balance (distribution ") != std::string::npos);
  CHECK(mixed.exit_code == 2);
}

// A conformance run in which something fails that never should: it ends with a result for each case all the same.
#include "conform/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/conform_bench.h"

using namespace jobrig;
using Bench = test::ConformBench;

namespace {

/// A client that can do nothing but fail where it is told to.
class BrokenDriver final : public drive::Driver {
 public:
  enum class Place : std::uint8_t { kNowhere, kMake, kClose };
  explicit BrokenDriver(Place place) : place_(place) {}

  base::Result<model::ClientDescription> describe() override {
    return model::ClientDescription{"broken", "1", "broken", {}};
  }
  [[nodiscard]] model::Reports reports() const override { return model::Reports::kResults; }
  drive::CallReport make(const drive::CallRequest& /*request*/) override {
    fail(Place::kMake);
    drive::CallReport report;
    report.outcome = model::ClientOutcome();
    return report;
  }
  std::size_t close() override {
    fail(Place::kClose);
    return 0;
  }

 private:
  void fail(Place place) const {
    if (place == place_) {
      throw std::runtime_error("no room left");
    }
  }
  Place place_;
};

struct Run : Bench {
  std::ostringstream err;
  conform::Selection selection;
  drive::StopFlag stop;
  std::unique_ptr<conform::CaseServer> server;

  Run() {
    conform::SelectionOptions options;
    options.paths = {file("cases")};
    options.repeat = 5;
    auto selected = conform::select_cases(options, err);
    REQUIRE(selected);
    selection = std::move(*selected);
    auto started = conform::CaseServer::start("127.0.0.1:0", [](std::string_view) {});
    REQUIRE(started.ok());
    server = std::move(*started);
  }
  model::RunResult operator()(conform::ConformRun::MakeDriver make_driver) {
    conform::RunOptions options;
    options.jobs = 3;
    options.client_words = "-- broken";
    conform::ConformRun run(selection, *server, stop, std::move(make_driver), std::move(options));
    return run.run([](const model::CaseResult&, std::size_t, std::size_t) {});
  }
};

std::size_t harness_errors(const model::RunResult& run, const std::string& reason) {
  return static_cast<std::size_t>(std::count_if(run.results.begin(), run.results.end(), [&](const auto& result) {
    return result.verdict == model::Verdict::kHarnessError && result.reason == reason &&
           result.replay.starts_with("jobrig conform --run ");
  }));
}

}  // namespace

TEST_CASE("an exception while a client makes a call costs its case and not the run", "[cli][conform]") {
  Run run;
  const model::RunResult result = run([] { return std::make_unique<BrokenDriver>(BrokenDriver::Place::kMake); });
  CHECK(result.results.size() == 10);
  CHECK(harness_errors(result, "internal error: no room left") == 10);
}

TEST_CASE("a worker that cannot make its client leaves its cases to the others", "[cli][conform]") {
  Run run;
  std::atomic<int> made = 0;
  const model::RunResult result = run([&made]() -> std::unique_ptr<drive::Driver> {
    if (++made > 1) {
      throw std::runtime_error("no room left");
    }
    return std::make_unique<BrokenDriver>(BrokenDriver::Place::kNowhere);
  });
  CHECK(made == 3);
  CHECK(result.results.size() == 10);
  CHECK(harness_errors(result, "internal error: no room left") == 0);
}

TEST_CASE("a run whose first client cannot be made has a result for each case", "[cli][conform]") {
  Run run;
  const model::RunResult result =
      run([]() -> std::unique_ptr<drive::Driver> { throw std::runtime_error("no room left"); });
  CHECK(result.results.size() == 10);
  CHECK(harness_errors(result, "internal error: no room left") == 10);
}

TEST_CASE("an exception while a client is closed costs no result", "[cli][conform]") {
  Run run;
  const model::RunResult result = run([] { return std::make_unique<BrokenDriver>(BrokenDriver::Place::kClose); });
  CHECK(result.results.size() == 10);
  CHECK(harness_errors(result, "internal error: no room left") == 0);
}

TEST_CASE("conform ends in order when threads cannot be started", "[cli][conform]") {
  const Bench bench;
  // The stack of a thread is as large as the limit for the main one (pthread_create(3)): 1 GiB. The limit of all memory
  // then decides how many threads there can be.
  const auto limited = [](int gibibytes, const std::string& command) {
    return test::run({"/bin/bash", "-c",
                      "ulimit -s 1048576; ulimit -v " + std::to_string(gibibytes * 1048576 + 524288) + "; exec " +
                          test::jobrig_program() + " " + command});
  };
  if (limited(8, "--version").exit_code != 0) {
    WARN("this build takes more memory than the limit has: a sanitizer's");
    return;
  }
  bool all_ran = false;
  bool fewer_ran = false;
  for (int gibibytes = 1; gibibytes <= 8; ++gibibytes) {
    CAPTURE(gibibytes);
    const test::Outcome outcome = limited(gibibytes, "conform --jobs 2 --cases " + bench.file("cases") +
                                                         " --adapter -- /usr/bin/python3 " + bench.file("client.py"));
    CAPTURE(outcome.out, outcome.err);
    CHECK_FALSE(outcome.timed_out);
    const bool judged =
        outcome.exit_code == 1 && test::ends(outcome.out, "1 failed, 1 passed\n" + test::must_line(1, 1) +
                                                              test::failed_lines("requests", 1, "twice"));
    const bool refused = outcome.exit_code == 2 && !(outcome.err + outcome.out).empty();
    CHECK((judged || refused));
    all_ran = all_ran || (judged && outcome.err.empty());
    fewer_ran = fewer_ran || (judged && test::holds(outcome.err, "; the cases run one by one"));
  }
  CHECK(all_ran);
  CHECK(fewer_ran);
}

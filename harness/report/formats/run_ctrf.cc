#include "report/formats/run_ctrf.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

#include "model/conformance_words.h"
#include "report/case_text.h"
#include "report/groups.h"
#include "report/plain_text.h"
#include "report/record_times.h"
#include "report/tally.h"

namespace jobrig::report::formats {
namespace {

using Json = nlohmann::ordered_json;
using model::Verdict;

/// A conversion to a finer unit in between would overflow for times that a report file may contain.
template <typename Time>
std::int64_t milliseconds(Time time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

std::int64_t stamp(base::Instant moment) { return milliseconds(moment.time_since_epoch()); }

/// A word of the format: passed, failed or skipped.
std::string_view status_of(const model::CaseResult& result) {
  if (result.verdict == Verdict::kSkipped || (model::row_of(result.verdict).red && !is_red(result))) {
    return "skipped";
  }
  return is_red(result) ? "failed" : "passed";
}

std::string message_of(const model::CaseResult& result) {
  const std::string reason = one_line(result.reason);
  const std::string earlier = earlier_text(result);
  return (result.expected.empty()
              ? reason
              : std::string(known_word(result)) + " (" + one_line(known_reason(result)) + "): " + reason) +
         (reason.empty() || earlier.empty() ? "" : "; ") + earlier;
}

Json test_of(const model::CaseResult& result, const model::RunResult& run) {
  const std::string client = client_title(run.client);
  Json test{{"name", result_title(result)},
            {"testId", client + ": " + one_line(result.name)},
            {"status", status_of(result)},
            {"rawStatus", model::row_of(result.verdict).word},
            {"duration", milliseconds(record_length(result.record))},
            {"suite", Json::array({client, area_of(result)})},
            {"tags", Json::array({model::word_of(result.level)})},
            {"labels",
             {{"requirement", one_line(result.requirement)},
              {"source", one_line(result.source)},
              {"repeat", result.repeat},
              {"summary", one_line(result.summary)}}}};
  if (const std::string message = message_of(result); !message.empty()) {
    test["message"] = message;
  }
  if (result.earlier) {
    test["retries"] = 1;
  }
  if (result.known_flaky || (result.earlier && !is_red(result))) {
    test["flaky"] = true;
  }
  if (result.verdict != Verdict::kPassed && result.verdict != Verdict::kSkipped) {
    test["labels"]["check"] = failing_part(result);
    test["trace"] = case_text(result);
  }
  return test;
}

Json test_of_problem(const std::string& name, const std::string& message, const model::RunResult& run) {
  const std::string client = client_title(run.client);
  return {{"name", name},       {"testId", client + ": " + name},
          {"status", "failed"}, {"rawStatus", "problem"},
          {"duration", 0},      {"suite", Json::array({client, "the run"})},
          {"message", message}};
}

void add_run(const model::RunResult& run, Json& tests) {
  for (const model::CaseResult& result : run.results) {
    tests.push_back(test_of(result, run));
  }
  for (const model::RunProblem& problem : run.problems) {
    tests.push_back(test_of_problem(one_line(problem.what + ": " + problem.where),
                                    one_line(problem.detail.empty() ? problem.what : problem.detail), run));
  }
  if (run.interrupted) {
    tests.push_back(test_of_problem("interrupted", "not all cases were run", run));
  }
}

/// The counts of the tests, and the time from the first start to the last end.
Json summary_of(std::span<const model::RunResult> runs, const Json& tests) {
  const auto count = [&](std::string_view status) {
    return std::count_if(tests.begin(), tests.end(), [&](const Json& test) { return test.at("status") == status; });
  };
  std::int64_t start = runs.empty() ? 0 : stamp(runs.front().began);
  std::int64_t stop = start;
  for (const model::RunResult& run : runs) {
    start = std::min(start, stamp(run.began));
    stop = std::max(stop, stamp(run.began) + milliseconds(run.took));
  }
  return {{"tests", tests.size()},
          {"passed", count("passed")},
          {"failed", count("failed")},
          {"skipped", count("skipped")},
          {"pending", 0},
          {"other", 0},
          {"start", start},
          {"stop", stop},
          {"duration", stop - start}};
}

/// What differs between runs and has no place in the format.
Json extra_of(std::span<const model::RunResult> runs) {
  Json list = Json::array();
  for (const model::RunResult& run : runs) {
    list.push_back({{"client", client_title(run.client)},
                    {"command", one_line(run.client.command)},
                    {"seed", run.seed},
                    {"strict", run.strict}});
  }
  return {{"runs", list}};
}

}  // namespace

std::string run_ctrf(std::span<const model::RunResult> runs) {
  Json tests = Json::array();
  for (const model::RunResult& run : runs) {
    add_run(run, tests);
  }
  Json results{{"tool", {{"name", "jobrig"}}}, {"summary", summary_of(runs, tests)}};
  if (!runs.empty()) {
    results["tool"]["version"] = runs.front().jobrig_version;
  }
  results["tests"] = std::move(tests);
  results["extra"] = extra_of(runs);
  const Json document{
      {"reportFormat", "CTRF"}, {"specVersion", "0.0.0"}, {"generatedBy", "jobrig"}, {"results", std::move(results)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report::formats

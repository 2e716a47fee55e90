#include "report/formats/run_sarif.h"

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/units.h"
#include "model/conformance_words.h"
#include "report/case_text.h"
#include "report/groups.h"
#include "report/plain_text.h"
#include "report/tally.h"

namespace jobrig::report::formats {
namespace {

using Json = nlohmann::ordered_json;
using model::Verdict;

Json text_json(std::string text) { return {{"text", std::move(text)}}; }

std::string_view level_of(model::Level level) {
  switch (level) {
    case model::Level::kMust:
      return "error";
    case model::Level::kShould:
      return "warning";
    case model::Level::kInfo:
      break;
  }
  return "note";
}

/// The level of the result: `error` if it fails the run, `warning` or `note` otherwise.
std::string_view level_of(const model::CaseResult& result) {
  if (model::row_of(result.verdict).red) {
    return "error";
  }
  return result.verdict == Verdict::kNonStrict ? "warning" : "note";
}

bool is_result(Verdict verdict) {
  return verdict != Verdict::kPassed && verdict != Verdict::kSkipped && verdict != Verdict::kHarnessError;
}

/// A run contains each case once, however often it was repeated.
class Rules {
 public:
  std::size_t index_of(const model::CaseResult& result) {
    const auto [known, added] = indexes_.try_emplace(result.name, list_.size());
    if (added) {
      list_.push_back(
          {{"id", one_line(result.name)},
           {"shortDescription", text_json(one_line(result.summary))},
           {"fullDescription", text_json(one_line(result.requirement))},
           {"help", text_json(one_line(result.requirement) + "\nSource: " + one_line(result.source))},
           {"defaultConfiguration", {{"level", level_of(result.level)}}},
           {"properties", {{"tags", Json::array({"conformance", area_of(result), model::word_of(result.level)})}}}});
    }
    return known->second;
  }
  Json take() { return std::move(list_); }

 private:
  std::map<std::string, std::size_t> indexes_;
  Json list_ = Json::array();
};

/// Code hosts require a file. A case has none in the repository of its client: its name stands for it.
Json location_of(const model::CaseResult& result) {
  const std::string name = one_line(result.name);
  return {{"physicalLocation", {{"artifactLocation", {{"uri", name}}}, {"region", {{"startLine", 1}}}}},
          {"logicalLocations", Json::array({{{"fullyQualifiedName", name}, {"kind", "test"}}})}};
}

Json result_json(const model::CaseResult& result, const model::RunResult& run, Rules& rules) {
  Json json{{"ruleId", one_line(result.name)},
            {"ruleIndex", rules.index_of(result)},
            {"level", level_of(result)},
            {"message", text_json(client_title(run.client) + ": " + one_line(result.reason))},
            {"locations", Json::array({location_of(result)})},
            {"partialFingerprints", {{"case/v1", one_line(run.client.name) + "/" + result_title(result)}}},
            {"properties",
             {{"verdict", model::row_of(result.verdict).word},
              {"check", failing_part(result)},
              {"details", case_text(result)},
              {"replay", one_line(result.replay)}}}};
  if (!result.expected.empty()) {
    json["suppressions"] = Json::array({{{"kind", "external"}, {"justification", one_line(known_reason(result))}}});
  }
  return json;
}

Json notification(std::string_view level, std::string text) {
  return {{"level", level}, {"message", text_json(std::move(text))}};
}

Json notification_of(const model::CaseResult& result, Rules& rules) {
  const bool error = result.verdict == Verdict::kHarnessError;
  Json json = notification(
      error ? "error" : "note",
      result_title(result) + ": " + std::string(model::row_of(result.verdict).word) + ": " + one_line(result.reason));
  json["associatedRule"] = {{"id", one_line(result.name)}, {"index", rules.index_of(result)}};
  return json;
}

/// What is not about a requirement that the client broke.
Json notifications_of(const model::RunResult& run, Rules& rules) {
  Json list = Json::array();
  for (const model::RunProblem& problem : run.problems) {
    list.push_back(notification("error", one_line(problem.what + ": " + problem.where) +
                                             (problem.detail.empty() ? "" : ": " + one_line(problem.detail))));
  }
  if (run.interrupted) {
    list.push_back(notification("error", "interrupted: not all cases were run"));
  }
  for (const model::CaseResult& result : run.results) {
    if (result.verdict == Verdict::kSkipped || result.verdict == Verdict::kHarnessError) {
      list.push_back(notification_of(result, rules));
    }
  }
  return list;
}

Json sarif_run(const model::RunResult& run) {
  Rules rules;
  Json results = Json::array();
  for (const model::CaseResult& result : run.results) {
    if (is_result(result.verdict)) {
      results.push_back(result_json(result, run, rules));
    } else {
      rules.index_of(result);
    }
  }
  const Json invocation{{"executionSuccessful", !run.interrupted},
                        {"startTimeUtc", base::format_instant(run.began)},
                        {"endTimeUtc", base::format_instant(run.began + run.took)},
                        {"toolExecutionNotifications", notifications_of(run, rules)}};
  return {{"tool", {{"driver", {{"name", "jobrig"}, {"version", run.jobrig_version}, {"rules", rules.take()}}}}},
          {"automationDetails", {{"id", "jobrig/" + client_title(run.client) + "/"}}},
          {"invocations", Json::array({invocation})},
          {"properties",
           {{"client", client_title(run.client)}, {"seed", run.seed}, {"counts", counts_text(tally_of(run))}}},
          {"results", std::move(results)}};
}

}  // namespace

std::string run_sarif(std::span<const model::RunResult> runs) {
  Json list = Json::array();
  for (const model::RunResult& run : runs) {
    list.push_back(sarif_run(run));
  }
  const Json document{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", std::move(list)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report::formats

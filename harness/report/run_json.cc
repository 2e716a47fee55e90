#include "report/run_json.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "base/base64.h"
#include "base/units.h"
#include "base/utf8.h"
#include "contract/editions.h"
#include "model/conformance_words.h"
#include "model/must_coverage.h"
#include "report/record_times.h"

namespace jobrig::report {
namespace {

using Json = nlohmann::ordered_json;

Json after(base::Monotonic origin, base::Monotonic moment) {
  const auto time = time_after(origin, moment);
  return time ? Json(time->count()) : Json(nullptr);
}

void put_bytes(Json& object, const std::string& name, const std::string& bytes) {
  if (base::first_invalid_utf8(bytes)) {
    object[name + "_base64"] = base::to_base64(bytes);
  } else {
    object[name] = bytes;
  }
}

Json outcome_json(const model::ClientOutcome& outcome) {
  Json json{{"kind", word_of(outcome.kind)}, {"response", outcome.response},        {"responses", outcome.responses},
            {"error", outcome.error},        {"failure", word_of(outcome.failure)}, {"message", outcome.message}};
  json["status"] = outcome.status ? Json(*outcome.status) : Json(nullptr);
  json["exit_code"] = outcome.exit_code ? Json(*outcome.exit_code) : Json(nullptr);
  json["out"] = outcome.out;
  json["err"] = outcome.err;
  return json;
}

Json usage_json(const model::ClientUsage& usage) {
  return {{"memory_bytes", usage.memory}, {"descriptors", usage.descriptors}};
}

Json call_json(const model::CallRecord& call, base::Monotonic origin) {
  Json json{{"operation", call.operation},
            {"arguments", call.arguments},
            {"began_us", after(origin, call.began)},
            {"ended_us", after(origin, call.ended)},
            {"usage", call.usage ? usage_json(*call.usage) : Json(nullptr)},
            {"timed_out", call.timed_out},
            {"outcome", call.outcome ? outcome_json(*call.outcome) : Json(nullptr)}};
  if (!call.last_errors.empty()) {
    json["last_errors"] = call.last_errors;
  }
  return json;
}

Json exchange_json(const model::Exchange& exchange, base::Monotonic origin) {
  const model::Decision& decision = exchange.decision;
  Json json{{"number", exchange.number},
            {"connection", exchange.connection},
            {"arrived", base::format_instant(exchange.arrived)},
            {"whole_us", after(origin, exchange.request_whole)},
            {"first_byte_us", after(origin, exchange.first_byte)},
            {"last_byte_us", after(origin, exchange.last_byte)},
            {"ended_us", after(origin, exchange.ended)},
            {"operation", decision.operation},
            {"thing", decision.key.thing},
            {"job", decision.key.job},
            {"ordinal", decision.ordinal},
            {"rule", decision.rule},
            {"step", decision.step},
            {"faults", decision.faults},
            {"error", decision.error},
            {"authentication", decision.authentication},
            {"status", exchange.status},
            {"close_reason", word_of(exchange.close_reason)},
            {"refusal", exchange.refusal},
            {"handshake", exchange.handshake}};
  put_bytes(json, "request", exchange.request);
  put_bytes(json, "answer", exchange.answer);
  return json;
}

Json packet_json(const model::PacketRecord& packet, base::Monotonic origin) {
  Json json{{"number", packet.number},
            {"arrived", base::format_instant(packet.at)},
            {"when_us", after(origin, packet.when)},
            {"connection", packet.connection},
            {"direction", word_of(packet.direction)},
            {"client_id", packet.client_id},
            {"packet", packet.packet},
            {"packet_id", packet.packet_id},
            {"qos", packet.qos},
            {"dup", packet.dup},
            {"retain", packet.retain},
            {"topic", packet.topic},
            {"reason", packet.reason ? Json(*packet.reason) : Json(nullptr)},
            {"operation", packet.operation},
            {"thing", packet.thing},
            {"job", packet.job},
            {"answers", packet.answers},
            {"rule", packet.rule},
            {"step", packet.step},
            {"faults", packet.faults},
            {"detail", packet.detail}};
  put_bytes(json, "payload", packet.payload);
  put_bytes(json, "bytes", packet.bytes);
  return json;
}

Json record_json(const model::CaseRecord& record) {
  const base::Monotonic origin = record_origin(record);
  Json calls = Json::array();
  for (const model::CallRecord& call : record.calls) {
    calls.push_back(call_json(call, origin));
  }
  Json exchanges = Json::array();
  for (const model::Exchange& exchange : record.exchanges) {
    exchanges.push_back(exchange_json(exchange, origin));
  }
  Json elsewhere = Json::array();
  for (const model::Exchange& exchange : record.elsewhere) {
    elsewhere.push_back(exchange_json(exchange, origin));
  }
  Json json{{"edition", contract::row_of(record.edition).word},
            {"thing", record.thing},
            {"reports", word_of(record.reports)},
            {"crashed", record.crashed},
            {"harness_problem", record.harness_problem},
            {"violations", record.violations},
            {"notes", record.notes},
            {"connections", record.connections},
            {"monotonic_us", whole_microseconds(origin).count()},
            {"calls", std::move(calls)},
            {"exchanges", std::move(exchanges)},
            {"elsewhere", std::move(elsewhere)}};
  if (record.mqtt) {
    json["packets"] = Json::array();
    for (const model::PacketRecord& packet : record.packets) {
      json["packets"].push_back(packet_json(packet, origin));
    }
  }
  return json;
}

Json check_json(const model::CheckResult& check) {
  return {{"check", check.check},
          {"level", word_of(check.level)},
          {"judged", check.judged},
          {"in_part", check.finding.in_part},
          {"holds", check.finding.holds},
          {"expected", check.finding.expected},
          {"actual", check.finding.actual},
          {"observed", check.finding.observed},
          {"evidence", check.finding.evidence}};
}

Json result_json(const model::CaseResult& result) {
  Json checks = Json::array();
  std::transform(result.checks.begin(), result.checks.end(), std::back_inserter(checks), check_json);
  Json json{{"case", result.name},
            {"summary", result.summary},
            {"level", word_of(result.level)},
            {"requirement", result.requirement},
            {"source", result.source},
            {"verdict", row_of(result.verdict).word},
            {"reason", result.reason},
            {"known_failure", result.expected},
            {"bound_us", result.bound.count()},
            {"repeat", result.repeat},
            {"replay", result.replay},
            {"checks", std::move(checks)},
            {"record", record_json(result.record)}};
  if (result.known_flaky) {
    json["known_flaky"] = true;
  }
  if (const auto& earlier = result.earlier) {
    json["earlier"] = {{"verdict", row_of(earlier->verdict).word}, {"reason", earlier->reason}};
  }
  return json;
}

Json limits_json(const model::ClientLimits& limits) {
  const auto microseconds = [](const std::optional<base::Duration>& time) {
    return time ? Json(time->count()) : Json(nullptr);
  };
  return {{"attempts", limits.attempts ? Json(*limits.attempts) : Json(nullptr)},
          {"attempt_us", microseconds(limits.attempt)},
          {"total_us", microseconds(limits.total)}};
}

Json must_json(const model::RunResult& run) {
  const model::MustCoverage coverage = model::must_coverage(run);
  return {{"judged", coverage.judged},
          {"passed", coverage.passed},
          {"failed", coverage.failed},
          {"not_judged", coverage.not_judged}};
}

Json run_tree(const model::RunResult& run) {
  Json results = Json::array();
  std::transform(run.results.begin(), run.results.end(), std::back_inserter(results), result_json);
  Json problems = Json::array();
  for (const model::RunProblem& problem : run.problems) {
    problems.push_back({{"what", problem.what}, {"where", problem.where}, {"detail", problem.detail}});
  }
  Json client{{"name", run.client.name},
              {"version", run.client.version},
              {"command", run.client.command},
              {"features", run.client.features},
              {"limits", limits_json(run.client.limits)}};
  if (!run.client.http) {
    client["http"] = false;
  }
  Json tree{
      {"jobrig", run.jobrig_version},   {"client", std::move(client)},      {"began", base::format_instant(run.began)},
      {"took_us", run.took.count()},    {"seed", std::to_string(run.seed)}, {"strict", run.strict},
      {"interrupted", run.interrupted}, {"must", must_json(run)},           {"results", std::move(results)},
      {"problems", std::move(problems)}};
  if (const auto& shard = run.shard) {
    tree["shard"] = {{"index", shard->index},
                     {"count", shard->count},
                     {"cases", shard->cases},
                     {"suite", shard->suite},
                     {"options", shard->options}};
  }
  return tree;
}

}  // namespace

std::string run_json(std::span<const model::RunResult> runs, JsonLayout layout) {
  Json list = Json::array();
  std::transform(runs.begin(), runs.end(), std::back_inserter(list), run_tree);
  const Json document{{"format", kJsonFormat}, {"version", kJsonVersion}, {"runs", std::move(list)}};
  return document.dump(layout == JsonLayout::kIndented ? 1 : -1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report

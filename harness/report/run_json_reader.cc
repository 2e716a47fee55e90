#include "report/run_json_reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/base64.h"
#include "base/units.h"
#include "contract/editions.h"
#include "contract/json_document.h"
#include "contract/schemas.h"
#include "model/conformance_words.h"

namespace jobrig::report {
namespace {

using nlohmann::json;

/// An error that the schema cannot express. Caught in read_run_json.
class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string text_of(const json& object, const char* name) { return object.at(name).get<std::string>(); }
std::int64_t integer_of(const json& object, const char* name) { return object.at(name).get<std::int64_t>(); }
std::uint64_t count_of(const json& object, const char* name) { return object.at(name).get<std::uint64_t>(); }

/// Returns the value for an enumeration word; the schema has already rejected unknown words.
template <typename Find>
auto meaning_of(const json& object, const char* name, const Find& find) {
  const std::string word = text_of(object, name);
  const auto found = find(word);
  if (!found) {
    throw Mistake("has an unknown " + std::string(name) + " \"" + word + "\"");
  }
  return *found;
}

base::Instant instant_of(const json& object, const char* name) {
  const auto instant = base::parse_instant(text_of(object, name));
  if (!instant) {
    throw Mistake("has an invalid time " + std::string(name) + ": " + instant.error().message);
  }
  return *instant;
}

base::Monotonic moment_of(const json& object, const char* name, base::Monotonic origin) {
  const json& value = object.at(name);
  return value.is_null() ? base::Monotonic{} : origin + std::chrono::microseconds(value.get<std::int64_t>());
}

std::optional<int> small_of(const json& object, const char* name) {
  const json& value = object.at(name);
  return value.is_null() ? std::nullopt : std::optional(value.get<int>());
}

std::string bytes_of(const json& object, const std::string& name) {
  const auto encoded = object.find(name + "_base64");
  if (encoded == object.end()) {
    return object.value(name, std::string());
  }
  auto bytes = base::from_base64(encoded->get<std::string>());
  if (!bytes) {
    throw Mistake("has a " + name + "_base64 that is not base64");
  }
  return std::move(*bytes);
}

model::ClientOutcome read_outcome(const json& from) {
  model::ClientOutcome outcome;
  outcome.kind = meaning_of(from, "kind", model::outcome_kind_named);
  outcome.response = text_of(from, "response");
  outcome.responses = text_of(from, "responses");
  outcome.error = text_of(from, "error");
  outcome.failure = meaning_of(from, "failure", model::failure_kind_named);
  outcome.message = text_of(from, "message");
  outcome.status = small_of(from, "status");
  outcome.exit_code = small_of(from, "exit_code");
  outcome.out = text_of(from, "out");
  outcome.err = text_of(from, "err");
  return outcome;
}

model::CallRecord read_call(const json& from, base::Monotonic origin) {
  model::CallRecord call;
  call.operation = text_of(from, "operation");
  call.arguments = text_of(from, "arguments");
  call.began = moment_of(from, "began_us", origin);
  call.ended = moment_of(from, "ended_us", origin);
  call.timed_out = from.at("timed_out").get<bool>();
  if (const json usage = from.value("usage", json()); !usage.is_null()) {
    call.usage = model::ClientUsage{count_of(usage, "memory_bytes"), count_of(usage, "descriptors")};
  }
  call.last_errors = from.value("last_errors", std::string());
  if (!from.at("outcome").is_null()) {
    call.outcome = read_outcome(from.at("outcome"));
  }
  return call;
}

model::Exchange read_exchange(const json& from, base::Monotonic origin) {
  model::Exchange exchange;
  exchange.number = count_of(from, "number");
  exchange.connection = count_of(from, "connection");
  exchange.arrived = instant_of(from, "arrived");
  exchange.request_whole = moment_of(from, "whole_us", origin);
  exchange.first_byte = moment_of(from, "first_byte_us", origin);
  exchange.last_byte = moment_of(from, "last_byte_us", origin);
  exchange.ended = moment_of(from, "ended_us", origin);
  exchange.decision.operation = text_of(from, "operation");
  exchange.decision.key = {text_of(from, "thing"), text_of(from, "job")};
  exchange.decision.ordinal = count_of(from, "ordinal");
  exchange.decision.rule = text_of(from, "rule");
  exchange.decision.step = from.at("step").get<std::uint32_t>();
  exchange.decision.faults = from.at("faults").get<std::vector<std::string>>();
  exchange.decision.error = text_of(from, "error");
  exchange.decision.authentication = text_of(from, "authentication");
  exchange.status = from.at("status").get<int>();
  exchange.close_reason = meaning_of(from, "close_reason", model::close_reason_named);
  exchange.refusal = text_of(from, "refusal");
  exchange.handshake = text_of(from, "handshake");
  exchange.request = bytes_of(from, "request");
  exchange.answer = bytes_of(from, "answer");
  return exchange;
}

model::PacketRecord read_packet(const json& from, base::Monotonic origin) {
  model::PacketRecord packet;
  packet.number = count_of(from, "number");
  packet.at = instant_of(from, "arrived");
  packet.when = moment_of(from, "when_us", origin);
  packet.connection = count_of(from, "connection");
  packet.direction = meaning_of(from, "direction", model::packet_direction_named);
  packet.client_id = text_of(from, "client_id");
  packet.packet = text_of(from, "packet");
  packet.bytes = bytes_of(from, "bytes");
  packet.packet_id = from.at("packet_id").get<std::uint16_t>();
  packet.qos = from.at("qos").get<std::uint8_t>();
  packet.dup = from.at("dup").get<bool>();
  packet.retain = from.at("retain").get<bool>();
  packet.topic = text_of(from, "topic");
  packet.payload = bytes_of(from, "payload");
  if (const json& reason = from.at("reason"); !reason.is_null()) {
    packet.reason = reason.get<std::uint8_t>();
  }
  packet.operation = text_of(from, "operation");
  packet.thing = text_of(from, "thing");
  packet.job = text_of(from, "job");
  packet.answers = count_of(from, "answers");
  packet.rule = text_of(from, "rule");
  packet.step = from.at("step").get<std::size_t>();
  packet.faults = from.at("faults").get<std::vector<std::string>>();
  packet.detail = text_of(from, "detail");
  return packet;
}

/// Earlier versions wrote whether the client reports results.
model::Reports read_reports(const json& from) {
  if (const json& reports = from.at("reports"); reports.is_boolean()) {
    return reports.get<bool>() ? model::Reports::kResults : model::Reports::kNothing;
  }
  return meaning_of(from, "reports", model::reports_named);
}

model::CaseRecord read_record(const json& from) {
  model::CaseRecord record;
  record.edition = meaning_of(from, "edition", contract::edition_named);
  record.thing = text_of(from, "thing");
  record.reports = read_reports(from);
  record.crashed = from.at("crashed").get<bool>();
  record.harness_problem = text_of(from, "harness_problem");
  record.notes = from.at("notes").get<std::vector<std::string>>();
  const base::Monotonic origin{std::chrono::microseconds(integer_of(from, "monotonic_us"))};
  for (const json& call : from.at("calls")) {
    record.calls.push_back(read_call(call, origin));
  }
  for (const json& exchange : from.at("exchanges")) {
    record.exchanges.push_back(read_exchange(exchange, origin));
  }
  // Reports of earlier versions lack these.
  for (const json& exchange : from.value("elsewhere", json::array())) {
    record.elsewhere.push_back(read_exchange(exchange, origin));
  }
  if (const auto packets = from.find("packets"); packets != from.end()) {
    record.mqtt = true;
    for (const json& packet : *packets) {
      record.packets.push_back(read_packet(packet, origin));
    }
  }
  record.violations = from.value("violations", std::vector<std::string>());
  record.connections = from.value("connections", std::uint64_t{0});
  return record;
}

model::CheckResult read_check(const json& from, std::size_t exchanges) {
  model::CheckResult check;
  check.check = text_of(from, "check");
  check.level = meaning_of(from, "level", model::level_named);
  check.judged = from.at("judged").get<bool>();
  check.finding.holds = from.at("holds").get<bool>();
  check.finding.expected = text_of(from, "expected");
  check.finding.actual = text_of(from, "actual");
  check.finding.observed = text_of(from, "observed");
  check.finding.in_part = from.value("in_part", false);
  check.finding.evidence = from.at("evidence").get<std::vector<std::size_t>>();
  if (std::any_of(check.finding.evidence.begin(), check.finding.evidence.end(),
                  [&](std::size_t index) { return index >= exchanges; })) {
    throw Mistake("has evidence that is not an exchange of the case");
  }
  return check;
}

model::CaseResult read_result(const json& from) {
  model::CaseResult result;
  result.name = text_of(from, "case");
  result.summary = text_of(from, "summary");
  result.level = meaning_of(from, "level", model::level_named);
  result.requirement = text_of(from, "requirement");
  result.source = text_of(from, "source");
  result.verdict = meaning_of(from, "verdict", model::verdict_named);
  result.reason = text_of(from, "reason");
  result.missing = from.value("missing_features", std::vector<std::string>());
  result.expected = text_of(from, "known_failure");
  result.known_flaky = from.value("known_flaky", false);
  if (const auto earlier = from.find("earlier"); earlier != from.end()) {
    result.earlier = {meaning_of(*earlier, "verdict", model::verdict_named), text_of(*earlier, "reason")};
  }
  result.bound = base::Duration(integer_of(from, "bound_us"));
  result.repeat = count_of(from, "repeat");
  result.replay = text_of(from, "replay");
  result.record = read_record(from.at("record"));
  for (const json& check : from.at("checks")) {
    result.checks.push_back(read_check(check, result.record.exchanges.size()));
  }
  return result;
}

std::uint64_t read_seed(const std::string& digits) {
  std::uint64_t seed = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, problem] = std::from_chars(digits.data(), end, seed);
  if (problem != std::errc() || stop != end) {
    throw Mistake("has a seed that is not a 64-bit number: \"" + digits + "\"");
  }
  return seed;
}

/// Reports of earlier versions have none.
model::ClientLimits read_limits(const json& client) {
  model::ClientLimits limits;
  const json given = client.value("limits", json::object());
  const auto time = [&](const char* name) {
    const json value = given.value(name, json());
    return value.is_null() ? std::nullopt : std::optional(base::Duration(value.get<std::int64_t>()));
  };
  if (const json attempts = given.value("attempts", json()); !attempts.is_null()) {
    limits.attempts = attempts.get<std::int64_t>();
  }
  limits.attempt = time("attempt_us");
  limits.total = time("total_us");
  return limits;
}

model::RunResult read_run(const json& from) {
  model::RunResult run;
  run.jobrig_version = text_of(from, "jobrig");
  const json& client = from.at("client");
  run.client = {text_of(client, "name"),    text_of(client, "version"),
                text_of(client, "command"), client.at("features").get<std::vector<std::string>>(),
                read_limits(client),        client.value("http", true)};
  run.began = instant_of(from, "began");
  run.took = base::Duration(integer_of(from, "took_us"));
  run.seed = read_seed(text_of(from, "seed"));
  run.strict = from.at("strict").get<bool>();
  run.interrupted = from.at("interrupted").get<bool>();
  for (const json& result : from.at("results")) {
    run.results.push_back(read_result(result));
  }
  for (const json& problem : from.at("problems")) {
    run.problems.push_back({text_of(problem, "what"), text_of(problem, "where"), text_of(problem, "detail")});
  }
  if (const auto shard = from.find("shard"); shard != from.end()) {
    run.shard = {count_of(*shard, "index"), count_of(*shard, "count"), count_of(*shard, "cases"),
                 text_of(*shard, "suite"), text_of(*shard, "options")};
  }
  return run;
}

}  // namespace

base::Result<std::vector<model::RunResult>> read_run_json(std::string_view text) {
  const std::string lead = "is not a report of jobrig: ";
  const auto violations = contract::validate_against("report.schema.json", text);
  if (!violations.empty()) {
    const std::string& pointer = violations.front().pointer;
    const std::size_t others = violations.size() - 1;
    return base::Error{lead + (pointer.empty() ? "it" : pointer) + " " + violations.front().message +
                       (others > 0 ? " (and " + std::to_string(others) + " more mistakes)" : "")};
  }
  json document;
  if (const auto problem = contract::read_json(text, document)) {
    return base::Error{lead + "it " + *problem};
  }
  std::vector<model::RunResult> runs;
  try {
    for (const json& run : document.at("runs")) {
      runs.push_back(read_run(run));
    }
  } catch (const Mistake& mistake) {
    return base::Error{lead + "it " + mistake.what()};
  }
  return runs;
}

}  // namespace jobrig::report

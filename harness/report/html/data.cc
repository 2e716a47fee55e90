#include "report/html/data.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/utf8.h"
#include "model/conformance_words.h"
#include "report/ci_commands.h"
#include "report/html/text.h"
#include "report/record_times.h"
#include "report/tally.h"
#include "report/wire_trace.h"

namespace jobrig::report::html {
namespace {

using Json = nlohmann::ordered_json;

/// Sets a member unless the value is empty.
void put(Json& object, const char* name, std::string_view text) {
  if (!text.empty()) {
    object[name] = text;
  }
}

void put_time(Json& object, const char* name, base::Monotonic origin, base::Monotonic moment) {
  if (moment != base::Monotonic{}) {
    object[name] = std::chrono::floor<std::chrono::microseconds>(moment - origin).count();
  }
}

bool continues_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// Stores bytes as text, or as base64 under `NAME_base64` if they are not UTF-8.
void put_bytes(Json& object, const std::string& name, std::string_view bytes) {
  if (base::first_invalid_utf8(bytes)) {
    object[name + "_base64"] = base::to_base64(bytes);
  } else {
    object[name] = bytes;
  }
}

/// {"size":…,"head":"…"}; for bytes beyond the limit also {"left_out":…,"tail":"…"}.
Json bytes_json(std::string_view bytes, std::size_t most) {
  Json json{{"size", bytes.size()}};
  if (bytes.size() <= most) {
    put_bytes(json, "head", bytes);
    return json;
  }
  std::size_t head = most / 4 * 3;
  std::size_t tail = bytes.size() - most / 4;
  // Avoids a cut in the middle of a character. If no character starts nearby, the bytes are not UTF-8 anyway.
  for (int i = 0; i < 3 && continues_a_character(bytes[head]); ++i) {
    --head;
  }
  for (int i = 0; i < 3 && continues_a_character(bytes[tail]); ++i) {
    ++tail;
  }
  put_bytes(json, "head", bytes.substr(0, head));
  json["left_out"] = tail - head;
  put_bytes(json, "tail", bytes.substr(tail));
  return json;
}

void put_text(Json& object, const char* name, std::string_view text, std::size_t most) {
  if (!text.empty()) {
    object[name] = bytes_json(text, most);
  }
}

Json call_json(const model::CallRecord& call, base::Monotonic origin, std::size_t most) {
  Json json{{"operation", call.operation}, {"words", report_words(call)}};
  put_text(json, "arguments", call.arguments, most);
  put_time(json, "began", origin, call.began);
  put_time(json, "ended", origin, call.ended);
  if (call.timed_out) {
    json["timed_out"] = true;
  }
  put_text(json, "err", call.last_errors, most);
  if (!call.outcome) {
    return json;
  }
  json["kind"] = word_of(call.outcome->kind);
  put_text(json, "response", call.outcome->response, most);
  put_text(json, "responses", call.outcome->responses, most);
  put_text(json, "message", call.outcome->message, most);
  put_text(json, "out", call.outcome->out, most);
  if (call.last_errors.empty()) {
    put_text(json, "err", call.outcome->err, most);
  }
  return json;
}

Json exchange_json(const model::Exchange& exchange, base::Monotonic origin, std::size_t most) {
  Json json{{"connection", exchange.connection},
            {"status", exchange.status},
            {"words", answer_words(exchange)},
            {"close_reason", word_of(exchange.close_reason)}};
  put_time(json, "whole", origin, exchange.request_whole);
  put_time(json, "first", origin, exchange.first_byte);
  put_time(json, "last", origin, exchange.last_byte);
  put_time(json, "ended", origin, exchange.ended);
  put(json, "error", exchange.decision.error);
  put(json, "rule", exchange.decision.rule);
  if (!exchange.decision.faults.empty()) {
    json["faults"] = exchange.decision.faults;
  }
  put(json, "refusal", exchange.refusal);
  put(json, "handshake", exchange.handshake);
  put_text(json, "authentication", exchange.decision.authentication, most);
  put_text(json, "request", exchange.request, most);
  put_text(json, "answer", exchange.answer, most);
  return json;
}

Json check_json(const model::CheckResult& check) {
  Json json{{"check", check.check}, {"level", word_of(check.level)}, {"judged", check.judged}};
  json["holds"] = check.finding.holds;
  put(json, "expected", check.finding.expected);
  put(json, "actual", check.finding.actual);
  put(json, "observed", check.finding.observed);
  return json;
}

Json result_json(const model::CaseResult& result, std::size_t most) {
  const base::Monotonic origin = record_origin(result.record);
  Json json{{"verdict", row_of(result.verdict).word}, {"red", is_red(result)}, {"bound", result.bound.count()}};
  put(json, "reason", result.reason);
  put(json, "known", known_reason(result));
  if (is_excused_as_flaky(result)) {
    json["flaky"] = true;
  }
  put(json, "earlier", earlier_text(result));
  put(json, "replay", result.replay);
  put(json, "problem", result.record.harness_problem);
  if (result.repeat > 1) {
    json["repeat"] = result.repeat;
  }
  if (!result.record.notes.empty()) {
    json["notes"] = result.record.notes;
  }
  Json checks = Json::array();
  std::transform(result.checks.begin(), result.checks.end(), std::back_inserter(checks), check_json);
  json["checks"] = std::move(checks);
  Json calls = Json::array();
  for (const model::CallRecord& call : result.record.calls) {
    calls.push_back(call_json(call, origin, most));
  }
  json["calls"] = std::move(calls);
  Json exchanges = Json::array();
  for (const model::Exchange& exchange : result.record.exchanges) {
    exchanges.push_back(exchange_json(exchange, origin, most));
  }
  for (const model::Exchange& exchange : result.record.elsewhere) {
    exchanges.push_back(exchange_json(exchange, origin, most));
    exchanges.back()["words"] = "elsewhere: " + answer_words(exchange);
  }
  json["exchanges"] = std::move(exchanges);
  return json;
}

Json row_json(const MatrixRow& row, const ByteLimits& limits) {
  Json json{{"name", row.first->name}, {"level", word_of(row.first->level)}};
  put(json, "summary", row.first->summary);
  put(json, "requirement", row.first->requirement);
  put(json, "source", row.first->source);
  Json cells = Json::array();
  for (const MatrixCell& cell : row.cells) {
    Json repeats = Json::array();
    for (const model::CaseResult* result : told_of(cell)) {
      repeats.push_back(result_json(*result, is_red(*result) ? limits.failed : limits.others));
    }
    cells.push_back(std::move(repeats));
  }
  json["cells"] = std::move(cells);
  return json;
}

}  // namespace

std::string html_data(std::span<const model::RunResult> runs, std::span<const MatrixArea> matrix,
                      const ByteLimits& limits) {
  Json list = Json::array();
  for (const MatrixArea& area : matrix) {
    std::transform(area.rows.begin(), area.rows.end(), std::back_inserter(list),
                   [&](const MatrixRow& row) { return row_json(row, limits); });
  }
  Json clients = Json::array();
  std::transform(runs.begin(), runs.end(), std::back_inserter(clients),
                 [](const model::RunResult& run) { return client_title(run.client); });
  Json verdicts = Json::object();
  for (const model::VerdictRow& row : model::verdicts()) {
    verdicts[std::string(row.word)] = {{"title", row.title}, {"sign", verdict_mark(row.verdict)}};
  }
  const Json data{{"clients", std::move(clients)}, {"verdicts", std::move(verdicts)}, {"cases", std::move(list)}};
  std::string escaped;
  for (const char c : data.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    // In JSON `<` occurs only in strings. Escaping it prevents a script end tag or a comment in the data.
    if (c == '<') {
      escaped += "\\u003c";
    } else {
      escaped += c;
    }
  }
  return without_commands(escaped, {"", "\\u0023"});
}

}  // namespace jobrig::report::html

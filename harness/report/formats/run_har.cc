#include "report/formats/run_har.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/units.h"
#include "base/utf8.h"
#include "model/conformance_words.h"
#include "report/http_message.h"
#include "report/plain_text.h"
#include "report/record_times.h"
#include "report/tally.h"

namespace jobrig::report::formats {
namespace {

using Json = nlohmann::ordered_json;

double milliseconds_between(base::Monotonic from, base::Monotonic to) {
  return from == base::Monotonic{} || to == base::Monotonic{}
             ? 0
             : std::max(0.0, std::chrono::duration<double, std::milli>(to - from).count());
}

Json fields_json(const HttpMessage& message) {
  Json list = Json::array();
  for (const auto& [name, value] : message.fields) {
    list.push_back({{"name", one_line(name)}, {"value", one_line(value)}});
  }
  return list;
}

/// The three words of a start line; missing words are empty. The last one may contain spaces.
std::array<std::string_view, 3> three_words(std::string_view line) {
  std::array<std::string_view, 3> words;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::size_t blank = line.find(' ');
    words.at(i) = line.substr(0, blank);
    line = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
  }
  words[2] = line;
  return words;
}

/// `%24next` becomes `$next`. Text with invalid escapes, or escapes that are not valid text, is returned unchanged.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned value = 0;
    if (text[at] == '%' && at + 2 < text.size()) {
      const char* const digits = text.data() + at + 1;
      if (std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
        plain += static_cast<char>(value);
        at += 2;
        continue;
      }
    }
    plain += text[at];
  }
  return one_line(base::first_invalid_utf8(plain) ? text : std::string_view(plain));
}

Json query_json(std::string_view target) {
  Json list = Json::array();
  const std::size_t mark = target.find('?');
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    list.push_back({{"name", unescaped(pair.substr(0, equals))},
                    {"value", unescaped(pair.substr(std::min(equals + 1, pair.size())))}});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return list;
}

Json request_json(const model::Exchange& exchange) {
  const HttpMessage message = http_message(exchange.request);
  const auto [method, target, version] = three_words(message.start_line);
  const bool whole = target.starts_with("http://") || target.starts_with("https://");
  Json json{{"method", one_line(method)},
            {"url", whole ? one_line(target) : "http://" + one_line(message.field("host")) + one_line(target)},
            {"httpVersion", one_line(version)},
            {"cookies", Json::array()},
            {"headers", fields_json(message)},
            {"queryString", query_json(target)}};
  if (!message.body.empty()) {
    const bool binary = base::first_invalid_utf8(message.body).has_value();
    Json data{{"mimeType", one_line(message.field("content-type"))},
              {"text", binary ? base::to_base64(message.body) : std::string(message.body)}};
    if (binary) {
      data["comment"] = "base64: the body is not text";
    }
    json["postData"] = std::move(data);
  }
  json["headersSize"] = message.head.size();
  json["bodySize"] = message.body.size();
  return json;
}

Json content_json(const HttpMessage& message) {
  const bool chunked = message.field("transfer-encoding").find("chunked") != std::string_view::npos;
  const auto joined = chunked ? joined_chunks(message.body) : std::nullopt;
  const std::string body = joined.value_or(std::string(message.body));
  const std::string type = one_line(message.field("content-type"));
  Json content{{"size", body.size()}, {"mimeType", type.empty() ? "x-unknown" : type}};
  if (base::first_invalid_utf8(body)) {
    content["text"] = base::to_base64(body);
    content["encoding"] = "base64";
  } else {
    content["text"] = body;
  }
  return content;
}

Json response_json(const model::Exchange& exchange) {
  const HttpMessage message = http_message(exchange.answer);
  const auto [version, status, text] = three_words(message.start_line);
  Json json{{"status", exchange.status},
            {"statusText", one_line(text)},
            {"httpVersion", one_line(version)},
            {"cookies", Json::array()},
            {"headers", fields_json(message)},
            {"content", content_json(message)},
            {"redirectURL", one_line(message.field("location"))}};
  // -1 means "unknown" in HAR.
  json["headersSize"] = exchange.answer.empty() ? Json(-1) : Json(message.head.size());
  json["bodySize"] = exchange.answer.empty() ? Json(-1) : Json(message.body.size());
  return json;
}

/// From the times in the journal. If a response never started, the wait lasts until the end of the exchange.
Json timings_json(const model::Exchange& exchange) {
  const bool answered = exchange.first_byte != base::Monotonic{};
  return {{"blocked", -1},
          {"dns", -1},
          {"connect", -1},
          {"send", 0},
          {"wait", milliseconds_between(exchange.request_whole, answered ? exchange.first_byte : exchange.ended)},
          {"receive", answered ? milliseconds_between(exchange.first_byte, exchange.last_byte) : 0},
          {"ssl", -1}};
}

Json more_json(const model::Exchange& exchange, const model::CaseResult& result) {
  const model::Decision& decision = exchange.decision;
  return {{"case", result.name},
          {"verdict", row_of(result.verdict).word},
          {"number", exchange.number},
          {"ordinal", decision.ordinal},
          {"rule", decision.rule},
          {"step", decision.step},
          {"faults", decision.faults},
          {"error", decision.error},
          {"close_reason", word_of(exchange.close_reason)},
          {"refusal", exchange.refusal},
          {"handshake", exchange.handshake}};
}

/// Converts monotonic times of the run to civil times.
class RunClock {
 public:
  explicit RunClock(const model::RunResult& run) : began_(run.began) {
    for (const model::CaseResult& result : run.results) {
      const base::Monotonic origin = record_origin(result.record);
      if (origin != base::Monotonic{} && (first_ == base::Monotonic{} || origin < first_)) {
        first_ = origin;
      }
    }
  }
  [[nodiscard]] std::string civil(base::Monotonic moment) const {
    const auto since = moment == base::Monotonic{} ? std::chrono::nanoseconds{0} : moment - first_;
    return base::format_instant(began_ + std::chrono::duration_cast<base::Duration>(since));
  }

 private:
  base::Instant began_;
  base::Monotonic first_{};
};

Json entry_json(const model::Exchange& exchange, const model::CaseResult& result, const std::string& page,
                const RunClock& clock) {
  Json timings = timings_json(exchange);
  const double time = timings["wait"].get<double>() + timings["receive"].get<double>();
  Json json{{"pageref", page},
            {"startedDateTime",
             clock.civil(exchange.request_whole == base::Monotonic{} ? exchange.ended : exchange.request_whole)},
            {"time", time},
            {"request", request_json(exchange)},
            {"response", response_json(exchange)},
            {"cache", Json::object()},
            {"timings", std::move(timings)},
            {"connection", std::to_string(exchange.connection)},
            {"_jobrig", more_json(exchange, result)}};
  if (!exchange.handshake.empty()) {
    json["comment"] = "TLS handshake failed: " + one_line(exchange.handshake);
  }
  return json;
}

}  // namespace

std::string run_har(std::span<const model::RunResult> runs) {
  Json pages = Json::array();
  Json entries = Json::array();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const model::RunResult& run = runs[i];
    const RunClock clock(run);
    for (const model::CaseResult& result : run.results) {
      const std::string page =
          std::to_string(i + 1) + "/" + one_line(result.name) + "/" + std::to_string(result.repeat);
      pages.push_back({{"startedDateTime", clock.civil(record_origin(result.record))},
                       {"id", page},
                       {"title", client_title(run.client) + ": " + result_title(result) + ": " +
                                     std::string(row_of(result.verdict).title)},
                       {"pageTimings", Json::object()}});
      for (const auto* const exchanges : {&result.record.exchanges, &result.record.elsewhere}) {
        for (const model::Exchange& exchange : *exchanges) {
          entries.push_back(entry_json(exchange, result, page, clock));
        }
      }
    }
  }
  const Json document{{"log",
                       {{"version", "1.2"},
                        {"creator", {{"name", "jobrig"}, {"version", runs.empty() ? "" : runs[0].jobrig_version}}},
                        {"pages", std::move(pages)},
                        {"entries", std::move(entries)}}}};
  return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jobrig::report::formats

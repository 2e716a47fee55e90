// Traces of a journal: valid OTLP JSON, one span per exchange, in the trace of the client or of its call.
#include "tracing/traces.h"

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/units.h"
#include "contract/schemas.h"
#include "journal/line.h"
#include "support/catch.h"

using namespace jobrig;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kParent = "00f067aa0ba902b7";

model::Exchange described(std::uint64_t number, int status, std::chrono::microseconds since_start,
                          const std::string& headers = {}) {
  model::Exchange exchange;
  exchange.number = number;
  exchange.connection = 4;
  exchange.decision.operation = "DescribeJobExecution";
  exchange.decision.key = {"t", "j"};
  exchange.decision.ordinal = number - 1;
  exchange.request =
      "GET /things/t/jobs/j?includeJobDocument=true HTTP/1.1\r\nHost: 127.0.0.1:8787\r\nUser-Agent: a/1\r\n" + headers +
      "\r\n";
  exchange.answer = "HTTP/1.1 …";
  exchange.status = status;
  exchange.arrived = *base::parse_instant("2026-01-01T00:00:00Z") + since_start;
  exchange.request_whole = base::Monotonic(1h) + since_start;
  exchange.first_byte = exchange.request_whole + 200us;
  exchange.last_byte = exchange.request_whole + 300us;
  exchange.ended = exchange.request_whole + 400us;
  return exchange;
}

std::string journal_of(const std::vector<model::Exchange>& exchanges) {
  std::string text;
  for (const model::Exchange& exchange : exchanges) {
    journal::append_journal_line(exchange, text);
  }
  return text;
}

struct Exported {
  base::Result<tracing::ExportedTraces> result = base::Error{};
  std::vector<std::string> lines;
  std::vector<json> spans;
};

Exported exported(const std::string& journal, std::string_view scheme = "http") {
  std::istringstream in(journal);
  std::ostringstream out;
  Exported all;
  all.result = tracing::export_traces(in, scheme, out);
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    for (const auto& violation : contract::validate_against("otlp-traces.schema.json", line)) {
      CAPTURE(violation.pointer, violation.message);
      CHECK(false);
    }
    const json parsed = json::parse(line);
    for (const json& span : parsed.at("/resourceSpans/0/scopeSpans/0/spans"_json_pointer)) {
      all.spans.push_back(span);
    }
    all.lines.push_back(line);
  }
  return all;
}

/// The value of an attribute without its type; null: there is none.
json attribute(const json& span, const std::string& key) {
  for (const json& one : span.at("attributes")) {
    if (one.at("key") == key) {
      return one.at("value").begin().value();
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("an exchange is a server span with the attributes of the HTTP conventions", "[tracing]") {
  model::Exchange exchange = described(1, 503, 250us);
  exchange.decision.rule = "outage";
  exchange.decision.step = 2;
  exchange.decision.faults = {"delay", "cut"};
  exchange.decision.error = "ServiceUnavailableException";
  exchange.close_reason = model::CloseReason::kReset;
  const Exported all = exported(journal_of({exchange}));
  REQUIRE(all.result.ok());
  CHECK(all.result->exchanges == 1);
  REQUIRE(all.spans.size() == 1);
  const json& span = all.spans[0];
  CHECK(span.at("name") == "GET /things/{thingName}/jobs/{jobId}");
  CHECK(span.at("kind") == 2);
  CHECK(span.at("startTimeUnixNano") == "1767225600000250000");
  CHECK(span.at("endTimeUnixNano") == "1767225600000650000");
  CHECK(span.at("status") == json{{"code", 2}});
  CHECK_FALSE(span.contains("parentSpanId"));
  const std::vector<std::pair<std::string, json>> expected{
      {"http.request.method", "GET"},
      {"url.scheme", "http"},
      {"url.path", "/things/t/jobs/j"},
      {"url.query", "includeJobDocument=true"},
      {"http.route", "/things/{thingName}/jobs/{jobId}"},
      {"http.response.status_code", "503"},
      {"network.protocol.version", "1.1"},
      {"server.address", "127.0.0.1"},
      {"server.port", "8787"},
      {"user_agent.original", "a/1"},
      {"error.type", "503"},
      {"jobrig.exchange", "1"},
      {"jobrig.connection", "4"},
      {"jobrig.operation", "DescribeJobExecution"},
      {"jobrig.thing", "t"},
      {"jobrig.job", "j"},
      {"jobrig.ordinal", "0"},
      {"jobrig.attempt", "1"},
      {"jobrig.rule", "outage"},
      {"jobrig.step", "2"},
      {"jobrig.faults", {{"values", {{{"stringValue", "delay"}}, {{"stringValue", "cut"}}}}}},
      {"jobrig.error", "ServiceUnavailableException"},
      {"jobrig.close_reason", "reset"}};
  for (const auto& [key, value] : expected) {
    CAPTURE(key);
    CHECK(attribute(span, key) == value);
  }
  CHECK(span.at("attributes").size() == expected.size());
  REQUIRE(span.at("events").size() == 2);
  CHECK(span.at("events")[1].at("name") == "jobrig.fault");
  CHECK(span.at("events")[1].at("timeUnixNano") == "1767225600000450000");
  CHECK(attribute(span.at("events")[1], "jobrig.fault") == "cut");
}

TEST_CASE("a span is in the trace of its request and below the client's span", "[tracing]") {
  const std::string header = "traceparent: 00-" + kTrace + "-" + kParent + "-01\r\n";
  const Exported all = exported(journal_of({described(1, 200, 0us, header)}), "https");
  REQUIRE(all.spans.size() == 1);
  CHECK(all.spans[0].at("traceId") == kTrace);
  CHECK(all.spans[0].at("parentSpanId") == kParent);
  CHECK(all.spans[0].at("flags") == 0x301);
  CHECK(all.spans[0].at("status") == json::object());
  CHECK(attribute(all.spans[0], "url.scheme") == "https");
  CHECK(attribute(all.spans[0], "error.type") == nullptr);
}

TEST_CASE("the attempts of a call share a trace and the next call has another", "[tracing]") {
  model::Exchange other = described(4, 503, 1s);
  other.decision.key.thing = "u";
  const std::string journal =
      journal_of({described(1, 503, 0us), described(2, 0, 200ms), other, described(3, 200, 2s), described(4, 200, 3s)});
  const Exported all = exported(journal);
  REQUIRE(all.spans.size() == 5);
  std::vector<std::string> traces;
  std::set<std::string> ids;
  for (const json& span : all.spans) {
    traces.push_back(span.at("traceId"));
    ids.insert(span.at("spanId").get<std::string>());
  }
  CHECK(traces[1] == traces[0]);
  CHECK(traces[3] == traces[0]);
  CHECK(traces[2] != traces[0]);
  CHECK(traces[4] != traces[0]);
  CHECK(traces[4] != traces[2]);
  CHECK(ids.size() == 5);
  CHECK(attribute(all.spans[3], "jobrig.attempt") == "3");
  CHECK(attribute(all.spans[4], "jobrig.attempt") == "1");
  CHECK(exported(journal).lines == all.lines);  // IDs come from the journal alone
}

TEST_CASE("requests that are not HTTP and failed handshakes become spans too", "[tracing]") {
  model::Exchange refused = described(1, 400, 0us);
  refused.decision = {};
  refused.request = "\x16\x03\xff";
  refused.refusal = "the request line is not valid";
  model::Exchange handshake;
  handshake.handshake = "no shared cipher";
  handshake.close_reason = model::CloseReason::kClosed;
  model::Exchange unusual = described(2, 404, 0us);
  unusual.decision = {};
  unusual.request = "BREW /pot?X-Amz-Signature=0123456789abcdef0123456789abcdef HTTP/1.0\r\n\r\n";
  const Exported all = exported(journal_of({refused, handshake, unusual}));
  REQUIRE(all.result.ok());
  REQUIRE(all.spans.size() == 3);
  CHECK(all.spans[0].at("name") == "HTTP");
  CHECK(attribute(all.spans[0], "http.request.method") == "_OTHER");
  CHECK(attribute(all.spans[0], "jobrig.refusal") == "the request line is not valid");
  CHECK(all.spans[1].at("name") == "TLS handshake");
  CHECK(all.spans[1].at("startTimeUnixNano") == "0");
  CHECK(attribute(all.spans[1], "error.type") == "tls-handshake");
  CHECK(attribute(all.spans[1], "http.request.method") == nullptr);
  CHECK(attribute(all.spans[2], "http.request.method_original") == "BREW");
  CHECK(attribute(all.spans[2], "url.query").get<std::string>().find("0123456789abcdef") == std::string::npos);
  CHECK(attribute(all.spans[2], "network.protocol.version") == "1.0");
}

TEST_CASE("a long journal becomes several lines and an empty one none", "[tracing]") {
  std::vector<model::Exchange> exchanges;
  for (std::uint64_t i = 1; i <= 2 * tracing::kSpansPerLine + 1; ++i) {
    exchanges.push_back(described(i, 200, std::chrono::milliseconds(i)));
  }
  const Exported all = exported(journal_of(exchanges));
  CHECK(all.lines.size() == 3);
  CHECK(all.spans.size() == exchanges.size());
  CHECK(exported("").lines.empty());
  CHECK(exported("").result.ok());
}

TEST_CASE("events of a journal count what is missing and half a line at the end is left out", "[tracing]") {
  std::string journal = journal_of({described(1, 200, 0us)});
  journal::append_dropped_event(3, "No space left on device", journal);
  journal += "{\"event\":\"rule\",\"name\":\"outage\"}\n";
  journal += journal_of({described(2, 200, 1s)});
  Exported all = exported(journal);
  REQUIRE(all.result.ok());
  CHECK(all.spans.size() == 2);
  CHECK(all.result->missing == 3);
  CHECK_FALSE(all.result->was_cut);

  all = exported(journal.substr(0, journal.size() - 10));
  REQUIRE(all.result.ok());
  CHECK(all.spans.size() == 1);
  CHECK(all.result->was_cut);
}

TEST_CASE("a file that is not a journal is refused with the line and what it must be", "[tracing]") {
  const auto broken = [](const std::string& member, const json& value) {
    json line = json::parse(journal_of({described(1, 200, 0us)}));
    if (value.is_discarded()) {
      line.erase(member);
    } else {
      line[member] = value;
    }
    const Exported all = exported(line.dump() + "\n");
    REQUIRE_FALSE(all.result.ok());
    return all.result.error().message;
  };
  CHECK(exported("{}\n[]\n").result.error().message == "1: an exchange needs the member \"number\"");
  CHECK(exported(journal_of({described(1, 200, 0us)}) + "text\n").result.error().message ==
        "2: the line must be a JSON object");
  CHECK(broken("thing", json(json::value_t::discarded)) == "1: an exchange needs the member \"thing\"");
  CHECK(broken("thing", 5) == "1: \"thing\" must be a string");
  CHECK(broken("status", "200") == "1: \"status\" must be a whole number");
  CHECK(broken("ended_us", 4'000'000'000'000'001) ==
        "1: \"ended_us\" must be from -4000000000000000 to 4000000000000000");
  CHECK(broken("arrived", "today") == "1: \"arrived\" must be a time such as 2026-01-01T00:00:00.000000Z");
  CHECK(broken("close_reason", "left") == "1: \"close_reason\" has no value \"left\"");
  CHECK(broken("faults", "cut") == "1: \"faults\" must be a list");
  CHECK(broken("faults", json::array({1})) == "1: \"faults\" must be a list of strings");
  CHECK(broken("request_base64", "?") == "1: \"request_base64\" must be Base64");
}

TEST_CASE("the schema of OTLP JSON refuses what the encoding does not allow", "[tracing]") {
  const std::string line = exported(journal_of({described(1, 503, 0us)})).lines.at(0);
  const auto violations = [&](const std::string& pointer, const json& value) {
    json document = json::parse(line);
    document["resourceSpans"][0]["scopeSpans"][0]["spans"][0][json::json_pointer(pointer)] = value;
    return contract::validate_against("otlp-traces.schema.json", document.dump()).size();
  };
  CHECK(violations("/name", "GET") == 0);
  CHECK(violations("/traceId", "S/kvNXezTaajzpKdDg5HNg==") == 1);  // Base64, as in the usual JSON form of protobuf
  CHECK(violations("/spanId", "00F067AA0BA902B7") == 1);
  CHECK(violations("/startTimeUnixNano", 1767225600000000000) == 1);
  CHECK(violations("/kind", "SPAN_KIND_SERVER") == 1);
  CHECK(violations("/parent_span_id", kParent) == 1);
  CHECK(violations("/status/code", 3) == 1);
}

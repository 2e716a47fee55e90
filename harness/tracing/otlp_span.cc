// Sources: OpenTelemetry Protocol 1.x, "JSON Protobuf Encoding" (IDs in hexadecimal, 64-bit integers as strings, enums
// as numbers), opentelemetry-proto trace/v1/trace.proto, and Semantic Conventions, "HTTP server".
#include "tracing/otlp_span.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/head_lines.h"
#include "base/host_port.h"
#include "base/version.h"
#include "contract/operations.h"
#include "report/redaction.h"

namespace jobrig::tracing {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr int kServer = 2;                  // SpanKind.SPAN_KIND_SERVER
constexpr int kError = 2;                   // Status.STATUS_CODE_ERROR
constexpr unsigned kRemoteParent = 0x300U;  // SpanFlags: it is known that the parent is remote
constexpr std::string_view kLineEnd = "]}]}]}\n";

std::string dumped(const OrderedJson& json) { return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace); }

/// The list of attributes, each in the form {"key":…,"value":{TYPE:…}}.
class Attributes {
 public:
  void text(std::string_view key, std::string_view value) { add(key, {{"stringValue", value}}); }
  /// Omits an empty text.
  void known(std::string_view key, std::string_view value) {
    if (!value.empty()) {
      text(key, value);
    }
  }
  void integer(std::string_view key, std::uint64_t value) { add(key, {{"intValue", std::to_string(value)}}); }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    OrderedJson list = OrderedJson::array();
    for (const std::string& value : values) {
      list.push_back(OrderedJson{{"stringValue", value}});
    }
    add(key, {{"arrayValue", {{"values", std::move(list)}}}});
  }
  OrderedJson take() { return std::move(list_); }

 private:
  void add(std::string_view key, OrderedJson value) {
    list_.push_back(OrderedJson{{"key", key}, {"value", std::move(value)}});
  }

  OrderedJson list_ = OrderedJson::array();
};

/// The parts of a request that the conventions name. Views point into the request.
struct RequestHead {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  std::string_view version;  // 1.1
  std::string_view host;
  std::string_view user_agent;
};

RequestHead read_head(std::string_view raw) {
  RequestHead head;
  const std::string_view first = base::take_line(raw);
  const std::size_t target = std::min(first.find(' '), first.size());
  const std::size_t version = first.rfind(" HTTP/");
  head.method = first.substr(0, target);
  if (target < first.size() && version != std::string_view::npos && version >= target) {
    head.version = first.substr(version + 6);
    head.path = first.substr(target, version - target);
    head.path.remove_prefix(std::min<std::size_t>(1, head.path.size()));
    if (const std::size_t mark = head.path.find('?'); mark != std::string_view::npos) {
      head.query = head.path.substr(mark + 1);
      head.path = head.path.substr(0, mark);
    }
  }
  for (std::string_view line = base::take_line(raw); !line.empty(); line = base::take_line(raw)) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string_view value = base::trimmed(line.substr(std::min(colon + 1, line.size())));
    if (base::equals_ignoring_case(line.substr(0, colon), "host")) {
      head.host = value;
    } else if (base::equals_ignoring_case(line.substr(0, colon), "user-agent")) {
      head.user_agent = value;
    }
  }
  return head;
}

bool is_known_method(std::string_view method) {
  constexpr std::array<std::string_view, 9> kMethods{"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                     "CONNECT", "OPTIONS", "TRACE", "PATCH"};
  return std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

std::string_view route_of(const model::Decision& decision) {
  const auto operation = contract::operation_named(decision.operation);
  return operation ? contract::row_of(*operation).path : std::string_view();
}

/// `GET /things/{thingName}/jobs/{jobId}`, or the method alone.
std::string name_of(const RequestHead& head, const model::Exchange& exchange) {
  if (!exchange.handshake.empty()) {
    return "TLS handshake";
  }
  std::string name(is_known_method(head.method) ? head.method : "HTTP");
  const std::string_view route = route_of(exchange.decision);
  return route.empty() ? name : name + " " + std::string(route);
}

/// Why the span is an error; empty: it is none. A status of 4xx is no error of a server.
std::string error_type(const model::Exchange& exchange) {
  using model::CloseReason;
  const CloseReason reason = exchange.close_reason;
  const bool was_cut =
      reason == CloseReason::kReset || reason == CloseReason::kClientGaveUp || reason == CloseReason::kServerStopped;
  return !exchange.handshake.empty()       ? "tls-handshake"
         : exchange.status >= 500          ? std::to_string(exchange.status)
         : was_cut || exchange.status == 0 ? std::string(model::close_reason_word(reason))
                                           : std::string();
}

void add_http(const RequestHead& head, const model::Exchange& exchange, std::string_view scheme,
              Attributes& attributes) {
  attributes.text("http.request.method", is_known_method(head.method) ? head.method : "_OTHER");
  if (!is_known_method(head.method)) {
    attributes.known("http.request.method_original", head.method);
  }
  attributes.text("url.scheme", scheme);
  attributes.text("url.path", head.path);
  attributes.known("url.query", report::redact(head.query));
  attributes.known("http.route", route_of(exchange.decision));
  if (exchange.status > 0) {
    attributes.integer("http.response.status_code", static_cast<std::uint64_t>(exchange.status));
  }
  attributes.known("network.protocol.version", head.version);
  if (const auto server = base::parse_host_port(head.host)) {
    attributes.text("server.address", server->host);
    if (server->port) {
      attributes.integer("server.port", *server->port);
    }
  }
  attributes.known("user_agent.original", head.user_agent);
}

void add_decision(const JournalLine& line, const SpanPlace& place, Attributes& attributes) {
  const model::Exchange& exchange = line.exchange;
  const model::Decision& decision = exchange.decision;
  attributes.known("jobrig.endpoint", line.endpoint);
  attributes.integer("jobrig.exchange", exchange.number);
  attributes.integer("jobrig.connection", exchange.connection);
  attributes.known("jobrig.operation", decision.operation);
  attributes.known("jobrig.thing", decision.key.thing);
  attributes.known("jobrig.job", decision.key.job);
  if (!decision.key.thing.empty()) {
    attributes.integer("jobrig.ordinal", decision.ordinal);
    attributes.integer("jobrig.attempt", place.attempt);
  }
  if (!decision.rule.empty()) {
    attributes.text("jobrig.rule", decision.rule);
    attributes.integer("jobrig.step", decision.step);
  }
  if (!decision.faults.empty()) {
    attributes.texts("jobrig.faults", decision.faults);
  }
  attributes.known("jobrig.error", decision.error);
  attributes.text("jobrig.close_reason", model::close_reason_word(exchange.close_reason));
  attributes.known("jobrig.refusal", exchange.refusal);
  attributes.known("jobrig.handshake", exchange.handshake);
}

/// Nanoseconds of Unix time for a moment of the exchange. The journal has the scenario time of one moment only.
std::string unix_nano(const model::Exchange& exchange, base::Monotonic moment) {
  const auto arrived = std::chrono::duration_cast<std::chrono::microseconds>(exchange.arrived.time_since_epoch());
  const auto after = std::chrono::duration_cast<std::chrono::microseconds>(moment - exchange.request_whole);
  // As text, because nanoseconds of late years need more than 64 bits.
  const std::int64_t time =
      std::max<std::int64_t>(0, (arrived + std::max(after, std::chrono::microseconds(0))).count());
  return time == 0 ? "0" : std::to_string(time) + "000";
}

OrderedJson fault_events(const model::Exchange& exchange) {
  const std::string time =
      unix_nano(exchange, exchange.first_byte == base::Monotonic{} ? exchange.ended : exchange.first_byte);
  OrderedJson events = OrderedJson::array();
  for (const std::string& fault : exchange.decision.faults) {
    Attributes attributes;
    attributes.text("jobrig.fault", fault);
    events.push_back(OrderedJson{{"timeUnixNano", time}, {"name", "jobrig.fault"}, {"attributes", attributes.take()}});
  }
  return events;
}

}  // namespace

std::string otlp_span(const JournalLine& line, const SpanPlace& place, std::string_view scheme) {
  const model::Exchange& exchange = line.exchange;
  const RequestHead head = read_head(exchange.request);
  const std::string error = error_type(exchange);
  Attributes attributes;
  if (exchange.handshake.empty()) {
    add_http(head, exchange, scheme, attributes);
  }
  attributes.known("error.type", error);
  add_decision(line, place, attributes);
  OrderedJson span{{"traceId", place.trace_id}, {"spanId", place.span_id}};
  if (!place.parent_id.empty()) {
    span["parentSpanId"] = place.parent_id;
  }
  if (place.flags) {
    span["flags"] = kRemoteParent | *place.flags;
  }
  span["name"] = name_of(head, exchange);
  span["kind"] = kServer;
  span["startTimeUnixNano"] = unix_nano(exchange, exchange.request_whole);
  span["endTimeUnixNano"] = unix_nano(exchange, exchange.ended);
  span["attributes"] = attributes.take();
  if (OrderedJson events = fault_events(exchange); !events.empty()) {
    span["events"] = std::move(events);
  }
  span["status"] = error.empty() ? OrderedJson::object() : OrderedJson{{"code", kError}};
  return dumped(span);
}

std::string otlp_line_begin() {
  Attributes resource;
  resource.text("service.name", "jobrig");
  resource.text("service.version", base::version());
  return R"({"resourceSpans":[{"resource":)" + dumped(OrderedJson{{"attributes", resource.take()}}) +
         R"(,"scopeSpans":[{"scope":)" +
         dumped(OrderedJson{{"name", "jobrig"}, {"version", std::string(base::version())}}) + R"(,"spans":[)";
}

std::string_view otlp_line_end() { return kLineEnd; }

}  // namespace jobrig::tracing

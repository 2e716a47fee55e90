// Admin route for server-sent events: what happens in a sandbox, as it happens.
#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "admin/event_stream.h"
#include "admin/routes.h"
#include "base/quote.h"
#include "base/suggest.h"

namespace jobrig::admin {
namespace {

constexpr std::uint64_t kDefaultRate = 100;
constexpr std::uint64_t kMaxRate = 5000;

/// The position in `Last-Event-ID`, which a browser sends when it connects again.
std::optional<std::uint64_t> last_event(const AdminCall& call) {
  const std::string_view id = call.request == nullptr ? "" : call.request->header("Last-Event-ID");
  std::uint64_t position = 0;
  const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), position);
  if (!id.empty() && (problem != std::errc() || end != id.data() + id.size())) {
    throw AdminMistake(400, "Last-Event-ID must be the position of an exchange, not " + base::quoted(id));
  }
  return id.empty() ? std::nullopt : std::optional(position);
}

/// `only=exchanges`, or `only=traffic`: exchanges and MQTT packets.
void read_only(const AdminCall& call, EventQuery& query) {
  const auto only = query_text(call, "only");
  if (only && *only != "exchanges" && *only != "traffic") {
    throw AdminMistake(400, "\"only\" must be exchanges or traffic, not " + base::quoted(*only) +
                                base::did_you_mean(*only, {"exchanges", "traffic"}));
  }
  query.traffic_only = only.has_value();
  query.packets = !only || *only == "traffic";
}

EventQuery event_query_of(const AdminCall& call) {
  EventQuery query;
  query.filter = filter_of(call);
  query.rate = query_number(call, "rate", kMaxRate).value_or(kDefaultRate);
  read_only(call, query);
  const auto id = last_event(call);
  query.continues = id || query_text(call, "after");
  query.filter.after = id.value_or(query.filter.after);
  return query;
}

}  // namespace

model::Plan answer_events(const AdminCall& call) {
  EventQuery query = event_query_of(call);
  if (call.request != nullptr && call.request->version_minor == 0) {
    throw AdminMistake(505, "GET /events requires HTTP/1.1: its length is not known");
  }
  std::shared_ptr<void> place = call.subject.readers.enter();
  if (!place) {
    throw AdminMistake(503, "GET /events has " + std::to_string(EventReaders::kMax) + " readers, which is the limit");
  }
  model::Plan plan = plan_for({200,
                               {{"Content-Type", "text/event-stream"},
                                {"Cache-Control", "no-store"},
                                {"X-Accel-Buffering", "no"},
                                {"Transfer-Encoding", "chunked"}},
                               ""});
  plan.source = std::make_shared<EventStream>(call.subject, call.sandbox, std::move(query), std::move(place));
  return plan;
}

}  // namespace jobrig::admin

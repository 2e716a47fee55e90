#include "admin/event_stream.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/event_records.h"
#include "admin/event_text.h"
#include "admin/routes.h"
#include "base/glob.h"
#include "base/units.h"
#include "base/version.h"
#include "contract/statuses.h"
#include "hosting/reachable_endpoint.h"

namespace jobrig::admin {
namespace {

using Ordered = nlohmann::ordered_json;

/// Responses of other calls that are sent as events when they change.
struct Snapshot {
  std::string_view event;
  std::string_view path;
};
constexpr std::array kSnapshots{Snapshot{"rules", "/rules"}, Snapshot{"unused", "/unused"},
                                Snapshot{"clock", "/clock"}};

std::string one_line(const Ordered& json) { return json.dump(-1, ' ', false, Ordered::error_handler_t::replace); }

Ordered hello_json(const AdminSubject& subject, const hosting::Sandbox& sandbox, const hosting::Generation& generation,
                   std::uint64_t position) {
  return {{"version", base::version()},
          {"endpoint", hosting::reachable_endpoint(subject.endpoint)},
          {"mqtt", subject.mqtt_endpoint.empty() ? Ordered() : Ordered(subject.mqtt_endpoint)},
          {"sandbox", sandbox.id()},
          {"scenario", generation.source->names},
          {"things", generation.scenario->things.size()},
          {"rules", generation.scenario->rules.size()},
          {"position", position}};
}

Ordered mqtt_counters_json(const hosting::Sandbox& sandbox) {
  const metrics::PacketTotals totals = sandbox.packet_counts().totals();
  std::uint64_t packets = 0;
  for (const auto& [key, count] : totals.packets) {
    packets += count;
  }
  Ordered faults = Ordered::object();
  for (const auto& [key, count] : totals.faults) {
    faults[key.first] = count;
  }
  return {{"connections", totals.broker.connections},
          {"sessions", totals.broker.sessions},
          {"packets", packets},
          {"dropped", totals.broker.dropped},
          {"faults", std::move(faults)}};
}

Ordered counters_json(const AdminSubject& subject, const hosting::Sandbox& sandbox,
                      const hosting::Generation& generation) {
  const metrics::ExchangeTotals counts = sandbox.counts();
  std::map<std::string, std::uint64_t> statuses;
  std::uint64_t requests = 0;
  for (const auto& [key, count] : counts.requests) {
    statuses[std::to_string(key.second)] += count;
    requests += count;
  }
  std::uint64_t by_rules = 0;
  for (const auto& [key, count] : counts.answers) {
    by_rules += count;
  }
  const plan::KeyCounts keys = generation.planner.keys();
  const journal::MemoryJournal::Size journal = generation.journal.size();
  return {{"statuses", statuses},
          {"unmatched", requests - std::min(requests, by_rules)},  // counted in turn, not at one moment
          {"refused", counts.refused},
          {"connections", subject.held ? subject.held().open : 0},
          {"keys", keys.of_scenario + keys.others},
          {"keys_evicted", keys.evicted},
          {"journal_records", journal.records},
          {"journal_evicted", journal.evicted},
          {"readers", subject.readers.count()},
          {"sandboxes", subject.sandboxes.count()},
          {"mqtt", subject.mqtt_endpoint.empty() ? Ordered() : mqtt_counters_json(sandbox)}};
}

std::string dropped_json(const std::string& what, std::uint64_t count, base::Monotonic::duration silence) {
  return one_line({{what, count},
                   {"reason", "the reader did not accept events for " +
                                  base::format_duration(std::chrono::floor<std::chrono::seconds>(silence))}});
}

Ordered executions_json(state::ThingState& thing, base::Instant now) {
  thing.advance(now);
  Ordered executions = Ordered::array();
  std::size_t more = 0;
  thing.each([&](const state::JobState& job, const state::ExecutionState& execution) {
    if (!execution.exists()) {
      return;
    }
    if (executions.size() >= EventStream::kMaxExecutions) {
      ++more;
      return;
    }
    executions.push_back({{"job", job.id},
                          {"number", execution.written().number},
                          {"status", contract::word_of(execution.status())},
                          {"version", execution.version_number()},
                          {"updated", base::format_instant(execution.last_updated_at())}});
  });
  return {{"thing", thing.name()}, {"executions", std::move(executions)}, {"more", more}};
}

}  // namespace

EventStream::EventStream(const AdminSubject& subject, std::shared_ptr<hosting::Sandbox> sandbox, EventQuery query,
                         std::shared_ptr<void> place)
    : subject_(subject), sandbox_(std::move(sandbox)), query_(std::move(query)), place_(std::move(place)) {}

bool EventStream::is_gone() const {
  return !sandbox_->id().empty() && subject_.sandboxes.find(sandbox_->id()) == nullptr;
}

model::ByteSource::Part EventStream::next(base::Monotonic now) {
  std::string events;
  if (is_gone()) {
    append_event(events, "end", R"({"reason":"the sandbox was deleted"})");
    return {as_chunk(events) + std::string(kLastChunk), std::nullopt};
  }
  const std::shared_ptr<hosting::Generation> generation = sandbox_->generation();
  if (generation_.lock() != generation) {
    generation_ = generation;
    greet(*generation, events);
  }
  add_exchanges(*generation, now, events);
  if (query_.packets) {
    add_packets(*generation, now, events);
  }
  if (!query_.traffic_only && now >= next_second_) {
    next_second_ = now + kSecond;
    add_once_a_second(generation, events);
  }
  if (events.empty() && now - last_bytes_ >= kHeartbeat) {
    append_heartbeat(events);
  }
  last_part_ = now;
  last_bytes_ = events.empty() ? last_bytes_ : now;
  return {as_chunk(events), now + kTick};
}

/// The first event; also sent after a reset, when everything that was sent before is out of date.
void EventStream::greet(hosting::Generation& generation, std::string& events) {
  const std::uint64_t last = generation.journal.last();
  if (!std::exchange(has_greeted_, true)) {
    // Positions of packets are not those of exchanges: a reader that continues has the packets from now on.
    packets_after_ = query_.continues && query_.filter.after == 0 ? 0 : generation.packets.last();
    if (!query_.continues || query_.filter.after > last) {
      query_.filter.after = last;
    }
  }
  snapshots_.clear();
  followed_.clear();
  if (!query_.traffic_only) {
    follow_first(generation);
  }
  append_event(events, "hello", one_line(hello_json(subject_, *sandbox_, generation, query_.filter.after)));
}

/// The time since the last part.
base::Monotonic::duration EventStream::passed(base::Monotonic now) const {
  return last_part_ == base::Monotonic{} ? base::Monotonic::duration(kSecond) : now - last_part_;
}

/// Of each kind, in a part.
std::size_t EventStream::most_records(base::Monotonic now) const {
  const double seconds = std::min(std::chrono::duration<double>(passed(now)).count(), 1.0);
  return std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(query_.rate) * seconds));
}

void EventStream::add_exchanges(hosting::Generation& generation, base::Monotonic now, std::string& events) {
  const NewRecords found = new_records(generation.journal, query_.filter, most_records(now));
  query_.filter.after = found.last;
  if (found.matched == 0) {
    return;
  }
  for (const journal::JournalRecord& record : found.records) {
    follow(record.exchange->decision.key.thing, now);
  }
  if (passed(now) >= kSlow && found.matched > found.records.size()) {
    append_event(events, "dropped", dropped_json("exchanges", found.matched - found.records.size(), passed(now)));
  }
  append_event(events, "exchanges", new_records_json(found, kMaxPart), found.last);
}

void EventStream::add_packets(const hosting::Generation& generation, base::Monotonic now, std::string& events) {
  std::optional<journal::PacketFilter> filter = packet_filter_of(query_.filter);
  if (!filter) {
    return;
  }
  filter->after = packets_after_;
  const NewRecords found = new_records(generation.packets, *filter, most_records(now));
  packets_after_ = found.last;
  if (found.matched == 0) {
    return;
  }
  if (passed(now) >= kSlow && found.matched > found.records.size()) {
    append_event(events, "dropped", dropped_json("packets", found.matched - found.records.size(), passed(now)));
  }
  append_event(events, "packets", new_records_json(found, kMaxPart));
}

void EventStream::add_once_a_second(const std::shared_ptr<hosting::Generation>& generation, std::string& events) {
  append_event(events, "counters", one_line(counters_json(subject_, *sandbox_, *generation)));
  add_snapshots(events);
  add_executions(*generation, events);
}

void EventStream::add_snapshots(std::string& events) {
  for (const Snapshot& snapshot : kSnapshots) {
    std::string& sent = snapshots_[snapshot.event];
    if (sent.size() > kMaxSnapshot) {
      continue;  // too large to be compared each second
    }
    const auto routes = admin_routes();
    const auto route = std::find_if(routes.begin(), routes.end(), [&](const AdminRoute& one) {
      return one.path == snapshot.path && one.method == "GET";
    });
    std::string body =
        route->answer({.subject = subject_, .sandbox = sandbox_, .path = {}, .query = {}, .body = {}}).reply.body;
    body.resize(body.size() - 1);  // without the LF
    if (body != sent) {
      append_event(events, snapshot.event,
                   body.size() > kMaxSnapshot ? R"({"too_large":true})" : std::string_view(body));
      sent = std::move(body);
    }
  }
}

/// The executions of the followed things, if they changed.
void EventStream::add_executions(hosting::Generation& generation, std::string& events) {
  std::string things;
  for (Followed& followed : followed_) {
    state::ThingState* const thing = generation.world.find_thing(followed.thing);
    if (thing == nullptr) {
      continue;
    }
    std::string text = one_line(executions_json(*thing, generation.virtual_clock.now()));
    if (text != followed.text && things.size() < kMaxPart) {
      things.append(things.empty() ? "" : ",").append(text);
      followed.text = std::move(text);
    }
  }
  if (!things.empty()) {
    append_event(events, "executions", "{\"things\":[" + things + "]}");
  }
}

/// Sends the executions of the thing from now on, if there is a place. Therefore the list of a reader is steady, even
/// if more things are active.
void EventStream::follow(const std::string& thing, base::Monotonic now) {
  if (thing.empty() || query_.traffic_only) {
    return;
  }
  const auto found = std::find_if(followed_.begin(), followed_.end(),
                                  [&](const Followed& followed) { return followed.thing == thing; });
  if (found != followed_.end()) {
    found->used = now;
    return;
  }
  if (followed_.size() < kMaxThings) {
    followed_.push_back({thing, "", now});
    return;
  }
  const auto oldest =
      std::min_element(followed_.begin(), followed_.end(),
                       [](const Followed& one, const Followed& other) { return one.used < other.used; });
  if (now - oldest->used >= kIdleThing) {
    *oldest = {thing, "", now};
  }
}

/// The first things of the scenario that match. Those of a range follow once they are requested.
void EventStream::follow_first(hosting::Generation& generation) {
  for (const model::Thing& thing : generation.scenario->things) {
    if (followed_.size() >= kMaxThings) {
      break;
    }
    const bool matches = !query_.filter.thing || base::glob_matches(*query_.filter.thing, thing.name.prefix);
    if (thing.name.kind != model::NamePattern::Kind::kRange && matches) {
      followed_.push_back({thing.name.prefix, "", {}});
    }
  }
}

}  // namespace jobrig::admin

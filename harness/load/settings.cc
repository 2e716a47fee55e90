#include "load/settings.h"

#include <chrono>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "contract/editions.h"
#include "load/connections.h"
#include "load/executions.h"
#include "load/signatures.h"
#include "load/tls.h"

namespace jobrig::load {
namespace {

constexpr double kFastest = 1e6;
// Ten years: the clock of a device that lost its battery.
constexpr base::Duration kMostSkew = std::chrono::hours(24 * 3650);
// More executions than a scenario can contain.
constexpr std::int64_t kMaxPendingLimit = 1'000'000;

template <typename Value>
std::optional<Stated<Value>> stated(base::Fields& fields, std::string_view key, std::optional<Value> value) {
  const base::Node* const node = fields.node(key);
  return node != nullptr && value ? std::optional(Stated<Value>{*value, node->location}) : std::nullopt;
}

std::optional<model::Edition> read_contract(base::Fields& scenario) {
  std::vector<std::string_view> words;
  for (const auto& row : contract::editions()) {
    words.push_back(row.word);
  }
  const auto word = scenario.word("contract", words);
  return word ? contract::edition_named(*word) : std::nullopt;
}

std::optional<model::TimestampUnit> read_timestamps(base::Fields& scenario) {
  std::vector<std::string_view> words;
  for (const auto& row : contract::timestamp_units()) {
    words.push_back(row.word);
  }
  const auto word = scenario.word("timestamps", words);
  for (const auto& row : contract::timestamp_units()) {
    if (word && row.word == *word) {
      return row.unit;
    }
  }
  return std::nullopt;
}

std::optional<bool> read_any_content_type(base::Fields& scenario) {
  const auto word = scenario.word("request-content-type", {"json", "any"});
  return word ? std::optional(*word == "any") : std::nullopt;
}

std::optional<bool> read_echoes_traceparent(base::Fields& scenario) {
  const auto word = scenario.word("traceparent", {"ignore", "echo"});
  return word ? std::optional(*word == "echo") : std::nullopt;
}

void check_skew(base::Fields& fields, const model::ClockSettings& clock) {
  if (fields.node("start") != nullptr) {
    fields.report("skew", "a clock has a \"start\" or a \"skew\", not both: \"start\" is the time of the service");
  } else if (clock.skew < -kMostSkew || clock.skew > kMostSkew) {
    fields.report("skew", "\"skew\" must be from -" + base::format_duration(kMostSkew) + " to " +
                              base::format_duration(kMostSkew) + "; \"start\" takes any date");
  }
}

std::optional<model::ClockSettings> read_clock(base::Fields& scenario, base::Diagnostics& diagnostics) {
  const base::Node* const node = scenario.node("clock");
  if (node == nullptr) {
    return std::nullopt;
  }
  base::Fields fields(*node, "the clock", diagnostics);
  model::ClockSettings clock;
  clock.start = fields.instant("start");
  if (const auto skew = fields.duration("skew", true)) {
    clock.skew = *skew;
    check_skew(fields, clock);
  }
  clock.rate = fields.number("rate", 0, kFastest).value_or(clock.rate);
  fields.finish();
  return clock;
}

bool same(const model::ClockSettings& a, const model::ClockSettings& b) {
  return a.start == b.start && a.skew == b.skew && a.rate == b.rate;
}
template <typename Value>
bool same(const Value& a, const Value& b) {
  return a == b;
}

template <typename Value>
void join(std::string_view key, std::optional<Stated<Value>>& into, const std::optional<Stated<Value>>& more,
          base::Diagnostics& diagnostics) {
  if (into && more && !same(into->value, more->value)) {
    diagnostics.add(more->location, "\"" + std::string(key) + "\" is stated differently in " + into->location.file +
                                        ", line " + std::to_string(into->location.line) +
                                        "; scenarios that are served together must agree");
  } else if (!into) {
    into = more;
  }
}

std::optional<Stated<model::SignatureSettings>> read_stated_signatures(base::Fields& scenario,
                                                                       base::Diagnostics& diagnostics) {
  model::SignatureSettings settings = read_signatures(scenario, diagnostics);
  for (const std::string_view key : {"signatures", "credentials", "region"}) {
    if (const base::Node* const node = scenario.node(key)) {
      return Stated<model::SignatureSettings>{std::move(settings), node->location};
    }
  }
  return std::nullopt;
}

/// Reads a list with a reader of its own.
template <typename Value>
std::optional<Stated<Value>> read_stated(base::Fields& scenario, std::string_view key,
                                         Value (*read)(const base::Node&, base::Diagnostics&),
                                         base::Diagnostics& diagnostics) {
  const base::Node* const node = scenario.node(key);
  return node == nullptr ? std::nullopt : std::optional(Stated<Value>{read(*node, diagnostics), node->location});
}

}  // namespace

std::optional<bool> read_gone_when_terminal(base::Fields& fields) {
  const auto word = fields.word("terminal-executions", {"kept", "gone"});
  return word ? std::optional(*word == "gone") : std::nullopt;
}

Settings read_settings(base::Fields& scenario, base::Diagnostics& diagnostics) {
  Settings settings;
  settings.contract = stated(scenario, "contract", read_contract(scenario));
  const auto seed = scenario.integer("seed", 0, std::numeric_limits<std::int64_t>::max());
  settings.seed = stated(scenario, "seed", seed ? std::optional(static_cast<std::uint64_t>(*seed)) : std::nullopt);
  settings.clock = stated(scenario, "clock", read_clock(scenario, diagnostics));
  settings.timestamps = stated(scenario, "timestamps", read_timestamps(scenario));
  settings.gone_when_terminal = stated(scenario, "terminal-executions", read_gone_when_terminal(scenario));
  settings.timeout_delay = stated(scenario, "timeout-delay", read_timeout_delay(scenario));
  settings.pending_limit = stated(scenario, "pending-limit", scenario.integer("pending-limit", 1, kMaxPendingLimit));
  settings.any_content_type = stated(scenario, "request-content-type", read_any_content_type(scenario));
  settings.echoes_traceparent = stated(scenario, "traceparent", read_echoes_traceparent(scenario));
  settings.signatures = read_stated_signatures(scenario, diagnostics);
  settings.tls = read_stated(scenario, "tls", read_tls, diagnostics);
  settings.connections = read_stated(scenario, "connections", read_connections, diagnostics);
  return settings;
}

void join_settings(Settings& settings, const Settings& more, base::Diagnostics& diagnostics) {
  join("contract", settings.contract, more.contract, diagnostics);
  join("seed", settings.seed, more.seed, diagnostics);
  join("clock", settings.clock, more.clock, diagnostics);
  join("timestamps", settings.timestamps, more.timestamps, diagnostics);
  join("terminal-executions", settings.gone_when_terminal, more.gone_when_terminal, diagnostics);
  join("timeout-delay", settings.timeout_delay, more.timeout_delay, diagnostics);
  join("pending-limit", settings.pending_limit, more.pending_limit, diagnostics);
  join("request-content-type", settings.any_content_type, more.any_content_type, diagnostics);
  join("traceparent", settings.echoes_traceparent, more.echoes_traceparent, diagnostics);
  join("signatures", settings.signatures, more.signatures, diagnostics);
  join("tls", settings.tls, more.tls, diagnostics);
  join("connections", settings.connections, more.connections, diagnostics);
}

}  // namespace jobrig::load

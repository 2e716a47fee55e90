// during and flapping: the virtual time since the clock's start.
// when: {during: 20s..45s, flapping: {on: 3s, off: 5s}}
#include "base/units.h"
#include "conditions/condition.h"
#include "conditions/window.h"

namespace jobrig::conditions {
namespace {

using model::Match;

std::optional<base::Duration> window_end(std::string_view text) {
  const auto duration = base::parse_duration(text);
  return duration && *duration >= base::Duration::zero() ? std::optional(*duration) : std::nullopt;
}

std::optional<model::Flapping> read_flapping(base::Fields& fields, const Reading& reading) {
  const base::Node* const node = fields.node("flapping");
  if (node == nullptr) {
    return std::nullopt;
  }
  base::Fields parts(*node, "\"flapping\"", reading.diagnostics);
  parts.required("on");
  parts.required("off");
  const auto on = parts.duration("on");
  const auto off = parts.duration("off");
  parts.finish();
  if ((on && *on == base::Duration::zero()) || (off && *off == base::Duration::zero())) {
    reading.diagnostics.add(node->location, "\"on\" and \"off\" must be above 0s");
    return std::nullopt;
  }
  return on && off ? std::optional(model::Flapping{*on, *off}) : std::nullopt;
}

bool window_holds(const Match& match, const Circumstances& now) {
  return now.elapsed >= match.during->from && (!match.during->to || now.elapsed < *match.during->to);
}

// Flapping starts at the start of the window of the same condition.
bool flapping_holds(const Match& match, const Circumstances& now) {
  const base::Duration since = match.during ? match.during->from : base::Duration::zero();
  const model::Flapping& flapping = *match.flapping;
  return now.elapsed >= since && (now.elapsed - since) % (flapping.on + flapping.off) < flapping.on;
}

std::string since_start(const Circumstances& now) {
  return "it is " + base::format_duration(now.elapsed) + " since the start; the rule ";
}

// The duration syntax of base/units.h, from days to microseconds; each unit occurs at most once.
constexpr std::string_view kDuration =
    R"(([0-9]+(\\.[0-9]+)?d)?([0-9]+(\\.[0-9]+)?h)?([0-9]+(\\.[0-9]+)?m)?([0-9]+(\\.[0-9]+)?s)?([0-9]+(\\.[0-9]+)?ms)?)"
    R"(([0-9]+(\\.[0-9]+)?us)?)";

std::string window_schema() {
  const std::string duration(kDuration);
  return R"({"type":"string","allOf":[{"pattern":"^[0-9]"},{"pattern":"^)" + duration + R"(\\.\\.()" + duration +
         R"()?$"}],"description":)"
         R"("A window of scenario time since the start: 20s..45s, or 20s.. without an end",)"
         R"("examples":["20s..45s"]})";
}

constexpr std::string_view kFlappingSchema =
    R"({"type":"object","additionalProperties":false,"required":["on","off"],"description":)"
    R"x("Holds for a time, then does not, and so on, in scenario time since the start (or since the start of during)",)x"
    R"("properties":{"on":{"allOf":[{"$ref":"#/definitions/duration"}],"description":"how long it holds"},)"
    R"("off":{"allOf":[{"$ref":"#/definitions/duration"}],"description":"how long the condition does not hold"}}})";

}  // namespace

std::optional<model::Window> read_window(base::Fields& fields) {
  const auto text = fields.text("during");
  if (!text) {
    return std::nullopt;
  }
  const std::size_t dots = text->find("..");
  const std::string_view first = std::string_view(*text).substr(0, dots);
  const std::string_view last = dots == std::string::npos ? "" : std::string_view(*text).substr(dots + 2);
  const auto from = window_end(first);
  const auto to = window_end(last);
  if (dots == std::string::npos || !from || (!to && !last.empty())) {
    fields.report("during",
                  "\"during\" must be a window of time since the start, 20s..45s or 20s.., not " + base::quoted(*text));
    return std::nullopt;
  }
  if (to && *to <= *from) {
    fields.report("during", "the window " + base::quoted(*text) + " ends before it begins");
    return std::nullopt;
  }
  return model::Window{*from, to};
}

std::vector<Condition> time_conditions() {
  return {
      {"during",
       Scope::kTime,
       has<&Match::during>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) { match.during = read_window(fields); },
       window_holds,
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(since_start(now) + "requires " + base::format_duration(match.during->from) + ".." +
                           (match.during->to ? base::format_duration(*match.during->to) : ""));
       },
       {{"during", "a window of scenario time since the start: `20s..45s`, or `20s..` without an end"}},
       window_schema()},
      {"flapping",
       Scope::kTime,
       has<&Match::flapping>,
       [](base::Fields& fields, const Reading& reading, Match& match) {
         match.flapping = read_flapping(fields, reading);
       },
       flapping_holds,
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(since_start(now) + "flaps, " + base::format_duration(match.flapping->on) + " on and " +
                           base::format_duration(match.flapping->off) + " off");
       },
       {{"flapping",
         "a map of two durations: it holds for `on`, then for `off` it does not, and so on since the start (or since "
         "the begin of `during`)"},
        {"on", "in `flapping`: how long the condition holds"},
        {"off", "in `flapping`: how long the condition does not hold"}},
       std::string(kFlappingSchema)},
  };
}

}  // namespace jobrig::conditions

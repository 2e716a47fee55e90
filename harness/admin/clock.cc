// Admin routes for the scenario's virtual time.
#include <new>
#include <nlohmann/json.hpp>

#include "admin/audit.h"
#include "admin/routes.h"
#include "base/units.h"

namespace jobrig::admin {
namespace {

constexpr double kFastest = 1e6;  // same limit as in scenarios

model::Plan tell_now(const state::VirtualClock& clock) {
  const base::Instant now = clock.now();
  return plan_for(json_reply(200, {{"now", base::format_instant(now)},
                                   {"start", base::format_instant(clock.start())},
                                   {"elapsed", base::format_duration(now - clock.start())},
                                   {"rate", clock.rate()}}));
}

/// The time may have been changed already. Therefore a lack of memory gets a second attempt.
model::Plan tell(const state::VirtualClock& clock) {
  try {
    return tell_now(clock);
  } catch (const std::bad_alloc&) {
    return tell_now(clock);
  }
}

}  // namespace

model::Plan answer_clock(const AdminCall& call) { return tell(call.sandbox->generation()->virtual_clock); }

model::Plan answer_clock_advance(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"by"});
  const base::Duration by = duration_in(needed_text(body, "by", R"({"by":"7d"})"), "by", base::Duration::max());
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const base::Duration left = base::kEndOfTime - generation->virtual_clock.now();
  if (by > left) {
    throw AdminMistake(400, "\"by\" must be from 0s to " + base::format_duration(left) + ": scenario time ends at " +
                                base::format_instant(base::kEndOfTime));
  }
  Audit audit(call, "advanced the time by " + base::format_duration(by));
  generation->virtual_clock.jump(by);
  audit.record();
  return tell(generation->virtual_clock);
}

model::Plan answer_clock_set(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"to"});
  const auto to = base::parse_instant(needed_text(body, "to", R"({"to":"2026-01-01T00:00:00Z"})"));
  if (!to) {
    throw AdminMistake(400,
                       "\"to\": " + to.error().message + "; the latest is " + base::format_instant(base::kEndOfTime));
  }
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  Audit audit(call, "set the time to " + base::format_instant(*to));
  if (!generation->virtual_clock.move_to(*to)) {
    throw AdminMistake(409, "it is " + base::format_instant(generation->virtual_clock.now()) +
                                " already, and the time cannot go back; use POST /reset");
  }
  audit.record();
  return tell(generation->virtual_clock);
}

model::Plan answer_clock_rate(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"rate"});
  const auto rate = body.find("rate");
  if (rate == body.end() || !rate->is_number() || rate->get<double>() < 0 || rate->get<double>() > kFastest) {
    throw AdminMistake(400, R"("rate" must be a number from 0 to 1000000: {"rate":60})");
  }
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  Audit audit(call, "set the rate of the time to " + rate->dump());
  generation->virtual_clock.set_rate(rate->get<double>());
  audit.record();
  return tell(generation->virtual_clock);
}

model::Plan answer_clock_freeze(const AdminCall& call) {
  read_body(call, {});
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  Audit audit(call, "froze the time");
  generation->virtual_clock.set_rate(0);
  audit.record();
  return tell(generation->virtual_clock);
}

}  // namespace jobrig::admin

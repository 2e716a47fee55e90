#include "admin/routes.h"

namespace jobrig::admin {

std::span<const AdminRoute> admin_routes() {
  static const std::vector<AdminRoute> kRoutes{
      {"GET", "/health", "whether the program serves", false, {}, answer_health},
      {"GET", "/metrics", "counters for Prometheus, as text", true, {}, answer_metrics},
      {"GET", "/openapi.json", "this interface, described", false, {}, answer_openapi},
      {"GET",
       "/journal",
       "exchanges that are over, newest last; may wait for so many",
       true,
       {"thing", "job", "operation", "rule", "status", "after", "limit", "wait", "count"},
       answer_journal},
      {"GET",
       "/near-misses",
       "requests that no rule answered, and what kept the nearest rules from it",
       true,
       {"thing", "job", "operation", "after", "limit"},
       answer_near_misses},
      {"POST", "/reset", "begin anew: all, a thing, or a thing's job", true, {}, answer_reset},
      {"GET", "/clock", "the scenario's time", true, {}, answer_clock},
      {"POST", "/clock/advance", "move the time on by so much", true, {}, answer_clock_advance},
      {"POST", "/clock/set", "move the time on to a moment", true, {}, answer_clock_set},
      {"POST", "/clock/rate", "let the time go so fast", true, {}, answer_clock_rate},
      {"POST", "/clock/freeze", "let the time stand still", true, {}, answer_clock_freeze},
      {"GET", "/scenario", "the scenario that is served", true, {}, answer_scenario},
      {"PUT", "/scenario", "serve another scenario, if it has no mistake", true, {}, answer_replace_scenario},
      {"GET", "/unused", "rules and answers that nobody has met", true, {}, answer_unused},
      {"GET", "/sandboxes", "the sandboxes that live", false, {}, answer_sandboxes},
      {"POST", "/sandboxes", "make a sandbox", false, {}, answer_make_sandbox},
      {"GET", "/sandboxes/{id}", "one sandbox", false, {}, answer_sandbox},
      {"DELETE", "/sandboxes/{id}", "delete a sandbox", false, {}, answer_delete_sandbox},
  };
  return kRoutes;
}

}  // namespace jobrig::admin

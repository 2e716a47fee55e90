#include "admin/routes.h"

namespace jobrig::admin {

// The handlers, by file.
// page.cc
model::Plan answer_page(const AdminCall& call);
// events.cc
model::Plan answer_events(const AdminCall& call);
// health.cc
model::Plan answer_health(const AdminCall& call);
// state.cc
model::Plan answer_metrics(const AdminCall& call);
model::Plan answer_openapi(const AdminCall& call);
model::Plan answer_reset(const AdminCall& call);
// journal.cc
model::Plan answer_journal(const AdminCall& call);
model::Plan answer_near_misses(const AdminCall& call);
// packets.cc
model::Plan answer_packets(const AdminCall& call);
// clock.cc
model::Plan answer_clock(const AdminCall& call);
model::Plan answer_clock_advance(const AdminCall& call);
model::Plan answer_clock_set(const AdminCall& call);
model::Plan answer_clock_rate(const AdminCall& call);
model::Plan answer_clock_freeze(const AdminCall& call);
// scenario.cc
model::Plan answer_scenario(const AdminCall& call);
model::Plan answer_replace_scenario(const AdminCall& call);
model::Plan answer_unused(const AdminCall& call);
// rules.cc
model::Plan answer_rules(const AdminCall& call);
model::Plan answer_change_rule(const AdminCall& call);
// changed_rules.cc
model::Plan answer_add_rule(const AdminCall& call);
model::Plan answer_replace_rule(const AdminCall& call);
model::Plan answer_delete_rule(const AdminCall& call);
// executions.cc
model::Plan answer_add_execution(const AdminCall& call);
model::Plan answer_change_execution(const AdminCall& call);
// sandboxes.cc
model::Plan answer_sandboxes(const AdminCall& call);
model::Plan answer_make_sandbox(const AdminCall& call);
model::Plan answer_sandbox(const AdminCall& call);
model::Plan answer_delete_sandbox(const AdminCall& call);

std::span<const AdminRoute> admin_routes() {
  static const std::vector<AdminRoute> kRoutes{
      {"GET", "/", "returns a page that shows what happens, for a browser", false, {}, answer_page},
      {"GET",
       "/events",
       "sends what happens as server-sent events",
       true,
       {"thing", "job", "operation", "rule", "status", "after", "rate", "only"},
       answer_events},
      {"GET", "/health", "checks whether the server, its workers, listener and journal work", false, {}, answer_health},
      {"GET", "/metrics", "returns counters, gauges and histograms for Prometheus", true, {}, answer_metrics},
      {"GET", "/openapi.json", "returns the description of this interface", false, {}, answer_openapi},
      {"GET",
       "/journal",
       "returns exchanges, newest last; can wait for a number of them",
       true,
       {"thing", "job", "operation", "rule", "status", "after", "limit", "wait", "count"},
       answer_journal},
      {"GET",
       "/packets",
       "returns MQTT packets, newest last; can wait for a number of them",
       true,
       {"session", "packet", "topic", "thing", "after", "limit", "wait", "count"},
       answer_packets},
      {"GET",
       "/near-misses",
       "returns requests that matched no rule, and why the nearest rules did not match",
       true,
       {"thing", "job", "operation", "after", "limit"},
       answer_near_misses},
      {"POST", "/reset", "resets everything, a thing, or a job of a thing", true, {}, answer_reset},
      {"GET", "/clock", "returns the scenario time", true, {}, answer_clock},
      {"POST", "/clock/advance", "advances the scenario time", true, {}, answer_clock_advance},
      {"POST", "/clock/set", "sets the scenario time to a later time", true, {}, answer_clock_set},
      {"POST", "/clock/rate", "sets the speed of the scenario time", true, {}, answer_clock_rate},
      {"POST", "/clock/freeze", "freezes the scenario time", true, {}, answer_clock_freeze},
      {"GET", "/scenario", "returns the scenario", true, {}, answer_scenario},
      {"PUT",
       "/scenario",
       "replaces the scenario, if the new one has no mistakes",
       true,
       {"keep"},
       answer_replace_scenario},
      {"GET", "/unused", "returns rules and answers that no request used", true, {}, answer_unused},
      {"GET", "/rules", "returns the rules and whether they are enabled", true, {}, answer_rules},
      {"PATCH",
       "/rules/{name}",
       "enables or disables a rule, for a time if given, or replaces its answers or faults",
       true,
       {},
       answer_change_rule},
      {"POST", "/rules", "adds a rule at a position", true, {}, answer_add_rule},
      {"PUT", "/rules/{name}", "replaces a rule at its position", true, {}, answer_replace_rule},
      {"DELETE", "/rules/{name}", "deletes a rule", true, {}, answer_delete_rule},
      {"POST", "/executions", "adds a job to a thing now", true, {}, answer_add_execution},
      {"PATCH",
       "/executions/{thing}/{job}/{number}",
       "changes or removes an execution as the service does",
       true,
       {},
       answer_change_execution},
      {"GET", "/sandboxes", "lists the sandboxes", false, {}, answer_sandboxes},
      {"POST", "/sandboxes", "creates a sandbox", false, {}, answer_make_sandbox},
      {"GET", "/sandboxes/{id}", "returns a sandbox", false, {}, answer_sandbox},
      {"DELETE", "/sandboxes/{id}", "deletes a sandbox", false, {}, answer_delete_sandbox},
  };
  return kRoutes;
}

}  // namespace jobrig::admin

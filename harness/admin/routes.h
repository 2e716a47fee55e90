// Admin routes: what the admin interface can be asked, as one table: a row adds a route. schemas/admin.openapi.json
// says the same to programs, and a test compares the two.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "admin/call.h"

namespace jobrig::admin {

struct AdminRoute {
  std::string_view method;
  std::string_view path;  // `{id}` stands for a sandbox's
  std::string_view summary;
  bool of_sandboxes;  // also below /sandboxes/{id}, then about that one
  std::vector<std::string_view> query;
  model::Plan (*answer)(const AdminCall& call);
};

std::span<const AdminRoute> admin_routes();

// The answers, by file:
// admin_state.cc
model::Plan answer_health(const AdminCall& call);
model::Plan answer_metrics(const AdminCall& call);
model::Plan answer_openapi(const AdminCall& call);
model::Plan answer_reset(const AdminCall& call);
// admin_journal.cc
model::Plan answer_journal(const AdminCall& call);
model::Plan answer_near_misses(const AdminCall& call);
// admin_clock.cc
model::Plan answer_clock(const AdminCall& call);
model::Plan answer_clock_advance(const AdminCall& call);
model::Plan answer_clock_set(const AdminCall& call);
model::Plan answer_clock_rate(const AdminCall& call);
model::Plan answer_clock_freeze(const AdminCall& call);
// admin_scenario.cc
model::Plan answer_scenario(const AdminCall& call);
model::Plan answer_replace_scenario(const AdminCall& call);
model::Plan answer_unused(const AdminCall& call);
// admin_sandboxes.cc
model::Plan answer_sandboxes(const AdminCall& call);
model::Plan answer_make_sandbox(const AdminCall& call);
model::Plan answer_sandbox(const AdminCall& call);
model::Plan answer_delete_sandbox(const AdminCall& call);

}  // namespace jobrig::admin

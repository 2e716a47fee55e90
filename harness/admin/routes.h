// Admin routes: the table of the admin interface's routes. A declaration and a row in routes.cc add a route.
// schemas/admin.openapi.json describes the routes; a test compares it with the table. This file does not contain the
// handlers.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "admin/call.h"

namespace jobrig::admin {

struct AdminRoute {
  std::string_view method;
  std::string_view path;  // `{id}` stands for the ID of a sandbox, other names in braces for AdminCall::path
  std::string_view summary;
  bool of_sandboxes;  // also available below /sandboxes/{id}, for that sandbox
  std::vector<std::string_view> query;
  model::Plan (*answer)(const AdminCall& call);
};

std::span<const AdminRoute> admin_routes();

}  // namespace jobrig::admin

// Admin routes: the calls of the admin interface, as one table: a declaration and a row in routes.cc add one.
// schemas/admin.openapi.json describes them to programs, and a test compares the two.
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

}  // namespace jobrig::admin

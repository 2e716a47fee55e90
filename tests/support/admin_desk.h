// Admin desk: the sandboxes of a scenario and their admin interface without a port. Requests are planned and recorded
// as in a server.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "admin/responder.h"
#include "hosting/cleaner.h"
#include "hosting/sandboxes.h"
#include "support/http_plan.h"

namespace jobrig::test {

/// Loads a scenario from text. Throws with the errors if it has any.
std::shared_ptr<const hosting::LoadedScenario> command_scenario(const std::string& text);

struct AdminAnswer {
  int status = 0;
  std::string text;
  std::vector<model::Header> headers;
  [[nodiscard]] nlohmann::json json() const;
};

class AdminDesk {
 public:
  explicit AdminDesk(const std::string& scenario);

  /// Sends a request to the admin interface.
  AdminAnswer ask(std::string_view method, std::string_view target, std::string_view body = {},
                  std::string_view type = "application/json");
  model::Plan plan_admin(std::string_view method, std::string_view target, std::string_view body = {},
                         std::string_view type = "application/json");

  /// Plans and records a client's request. Returns its plan.
  HttpPlan serve(std::string_view method, const std::string& target, std::string_view body = {});
  int get(const std::string& target) { return serve("GET", target).reply.status; }

  hosting::Cleaner cleaner;
  hosting::Sandboxes sandboxes;
  int made = 0;  // number of calls of sandbox_made
  admin::AdminResponder responder;
  std::vector<model::Script> scripts;  // the scripts of serve()

 private:
  std::uint64_t number_ = 0;
};

}  // namespace jobrig::test

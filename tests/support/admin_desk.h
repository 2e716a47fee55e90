// Admin desk: the sandboxes of a scenario and the admin interface over them, without a port: requests are planned and
// recorded as a server would do it.
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

/// The scenario of a text that has no mistakes; throws with the mistakes when it has.
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

  /// Asks the admin interface.
  AdminAnswer ask(std::string_view method, std::string_view target, std::string_view body = {});
  model::Plan plan_admin(std::string_view method, std::string_view target, std::string_view body = {});

  /// Has a client's request answered and recorded; the plan as it was.
  HttpPlan serve(std::string_view method, const std::string& target, std::string_view body = {});
  int get(const std::string& target) { return serve("GET", target).reply.status; }

  hosting::Cleaner cleaner;
  hosting::Sandboxes sandboxes;
  int made = 0;  // how often sandbox_made was told
  admin::AdminResponder responder;
  std::vector<model::Script> scripts;  // of serve()

 private:
  std::uint64_t number_ = 0;
};

}  // namespace jobrig::test

// The admin interface: its target with the filters of the journal, and its body. The first line of the input is method
// and target, the rest is the body.
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "contract/json_document.h"
#include "fuzz/targets.h"
#include "support/admin_desk.h"

namespace jobrig::fuzz {
namespace {

const std::string kSmallScenario =
    "summary: x\nclock: {start: 2026-01-01T00:00:00Z, rate: 0}\nthings: {t: {j: {status: QUEUED}}}\n";

std::unique_ptr<test::AdminDesk> make_desk() {
  auto desk = std::make_unique<test::AdminDesk>(kSmallScenario);
  desk->get("/things/t/jobs/j");
  desk->get("/things/u/jobs/j");
  return desk;
}

/// Loading a scenario takes milliseconds, and sandboxes are limited: both have other targets.
bool is_left_out(std::string_view target) {
  return target.starts_with("/scenario") || target.starts_with("/sandboxes");
}

}  // namespace

void fuzz_filters(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view line = bytes.substr(0, end);
  const std::size_t blank = std::min(line.find(' '), line.size());
  const std::string_view method = line.substr(0, blank);
  const std::string_view target = line.substr(std::min(blank + 1, line.size()));
  if (is_left_out(target)) {
    return;
  }
  static std::unique_ptr<test::AdminDesk> desk;
  if (!desk) {
    desk = make_desk();
  }
  const model::Plan plan = desk->plan_admin(method, target, bytes.substr(std::min(end + 1, bytes.size())));
  if (plan.pending) {
    return;
  }
  const model::HttpReply reply = http::render(model::Reply(plan.reply));
  if (method == "POST" && reply.status == 200) {
    desk.reset();  // it has changed something, and the next input must not depend on it
  }
  promise(reply.status >= 200 && reply.status < 500, "a request of the admin interface fails");
  if (target.starts_with("/journal") && reply.status == 200) {
    nlohmann::json document;
    promise(!contract::read_json(reply.body, document) && document.at("records").size() <= 2,
            "the journal is not JSON");
  }
}

}  // namespace jobrig::fuzz

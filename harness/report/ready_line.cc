#include "report/ready_line.h"

#include <nlohmann/json.hpp>

namespace jobrig::report {

std::string ready_line(const Ready& ready) {
  nlohmann::ordered_json line{
      {"event", "ready"},   {"endpoint", ready.endpoint}, {"scenarios", ready.scenarios}, {"contract", ready.contract},
      {"seed", ready.seed}, {"workers", ready.workers},   {"pid", ready.process}};
  if (!ready.mqtt.empty()) {
    line["mqtt"] = ready.mqtt;
  }
  if (!ready.authority.empty()) {
    line["ca"] = ready.authority;
  }
  if (!ready.journal.empty()) {
    line["journal"] = ready.journal;
  }
  if (!ready.admin.empty()) {
    line["admin"] = ready.admin;
  }
  if (!ready.admin_token.empty()) {
    line["admin_token"] = ready.admin_token;
  }
  line["version"] = ready.version;
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace jobrig::report

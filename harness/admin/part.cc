#include "admin/part.h"

#include <nlohmann/json.hpp>

#include "report/diagnostics_text.h"

namespace jobrig::admin {

model::Scenario settings_of(const model::Scenario& served) {
  model::Scenario scenario;
  scenario.edition = served.edition;
  scenario.clock = served.clock;
  scenario.timestamps = served.timestamps;
  return scenario;
}

model::HttpReply mistakes_reply(std::string_view sentence, const base::Diagnostics& diagnostics) {
  nlohmann::ordered_json refusal{{"error", sentence}};
  refusal.update(nlohmann::ordered_json::parse(report::diagnostics_json(diagnostics, 1)));
  return json_reply(422, refusal);
}

}  // namespace jobrig::admin

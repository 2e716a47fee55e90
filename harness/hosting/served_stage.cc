#include "hosting/served_stage.h"

namespace jobrig::hosting {

ServedStage::ServedStage(std::shared_ptr<const model::Scenario> played, std::uint64_t seed_of_chance)
    : Stage(std::move(played), seed_of_chance) {}

model::Plan ServedStage::plan(const model::Request& request) {
  model::Plan plan = http.plan(request);
  plan.stage = shared_from_this();
  return plan;
}

model::Opening ServedStage::at_accept() {
  model::Opening opening = http.at_accept();
  opening.end = on_this(std::move(opening.end));
  return opening;
}

std::optional<model::EarlyEnd> ServedStage::at_request_head(const model::Request& head) {
  return on_this(http.at_request_head(head));
}

std::optional<model::EarlyEnd> ServedStage::on_this(std::optional<model::EarlyEnd> end) {
  if (end) {
    end->stage = shared_from_this();
  }
  return end;
}

}  // namespace jobrig::hosting

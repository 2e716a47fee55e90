#include "plan/tls_choice.h"

namespace jobrig::plan {

std::vector<model::TlsSettings> TlsChoice::settings() const {
  std::vector<model::TlsSettings> all;
  for (const model::TlsStep& step : steps_) {
    all.push_back(step.settings);
  }
  all.emplace_back();
  return all;
}

}  // namespace jobrig::plan

#include "plan/tls_choice.h"

namespace jobrig::plan {
namespace {

bool is_open(const model::Window& window, base::Duration since_start) {
  return since_start >= window.from && (!window.to || since_start < *window.to);
}

}  // namespace

TlsChoice::TlsChoice(const std::vector<model::TlsStep>& steps, const state::VirtualClock& clock)
    : steps_(steps), clock_(clock), used_(steps.size()) {}

std::vector<model::TlsSettings> TlsChoice::settings() const {
  std::vector<model::TlsSettings> all;
  for (const model::TlsStep& step : steps_) {
    all.push_back(step.settings);
  }
  all.emplace_back();
  return all;
}

std::size_t TlsChoice::next() {
  const base::Duration since_start = clock_.now() - clock_.start();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const model::TlsStep& step = steps_[i];
    if (step.during && !is_open(*step.during, since_start)) {
      continue;
    }
    if (step.times == 0 || used_[i].fetch_add(1, std::memory_order_relaxed) < step.times) {
      return i;
    }
  }
  return steps_.size();
}

}  // namespace jobrig::plan

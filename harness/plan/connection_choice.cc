#include "plan/connection_choice.h"

#include <algorithm>

namespace jobrig::plan {
namespace {

using model::Acceptance;

/// A client that connects just before the port refuses is reset, as the kernel does with clients in its queue.
model::CloseAction action_of(Acceptance accept) {
  switch (accept) {
    case Acceptance::kRefuse:
    case Acceptance::kReset:
      return model::CloseAction::kReset;
    case Acceptance::kHang:
      return model::CloseAction::kHang;
    default:
      return model::CloseAction::kClose;
  }
}

}  // namespace

model::Opening ConnectionChoice::next() {
  const std::size_t index = choice_.next();
  if (index == steps_.size()) {
    return {};
  }
  const model::ConnectionSettings& settings = steps_[index].settings;
  model::Opening opening{std::nullopt, settings.accept_after, settings.limits};
  if (settings.accept != Acceptance::kOk) {
    opening.end.emplace();
    opening.end->close_action = action_of(settings.accept);
    const auto* const row = std::find_if(model::kAcceptances.begin(), model::kAcceptances.end(),
                                         [&](const auto& one) { return one.value == settings.accept; });
    opening.end->decision.faults.push_back("accept: " + std::string(row->word));
  }
  return opening;
}

model::Port ConnectionChoice::port() const {
  const auto refuses = [](const model::ConnectionStep& step) { return step.settings.accept == Acceptance::kRefuse; };
  if (!std::any_of(steps_.begin(), steps_.end(), refuses)) {
    return {};
  }
  const std::size_t index = choice_.peek();
  return {index < steps_.size() && refuses(steps_[index]), true};
}

}  // namespace jobrig::plan

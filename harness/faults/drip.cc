// drip: sends the response, including its head, a few bytes at a time. The first bytes are sent at once.
//   {bytes: 1, every: 10ms} | {bytes: 100, every: 10m, clock: virtual}
#include <algorithm>
#include <chrono>
#include <utility>

#include "faults/make_fault.h"

#include "base/deadline.h"

namespace jobrig::faults {
namespace {

void add_pause(std::vector<model::ScriptStep>& steps, const model::Pause& pause) {
  auto* const last = steps.empty() ? nullptr : std::get_if<model::Pause>(&steps.back());
  if (last != nullptr && last->virtual_time == pause.virtual_time) {
    last->length = base::saturating_add(last->length, pause.length);
  } else {
    steps.emplace_back(pause);
  }
}

// Splits at multiples of `bytes` from the first byte of the response, not of each step. The order of drip and stall
// therefore does not matter.
void drip(model::Script& script, std::size_t bytes, const model::Pause& every) {
  std::vector<model::ScriptStep> steps;
  std::size_t out = 0;
  for (model::ScriptStep& step : script.steps) {
    auto* const send = std::get_if<model::Send>(&step);
    if (send == nullptr) {
      add_pause(steps, std::get<model::Pause>(step));
      continue;
    }
    for (std::size_t from = 0; from < send->bytes.size();) {
      if (out > 0 && out % bytes == 0) {
        add_pause(steps, every);
      }
      const std::size_t size = std::min(bytes - out % bytes, send->bytes.size() - from);
      steps.emplace_back(model::Send{send->bytes.substr(from, size)});
      from += size;
      out += size;
    }
  }
  script.steps = std::move(steps);
}

FaultPointer make_drip(Settings& settings) {
  constexpr std::uint64_t kMaxBytes = std::uint64_t{1024} * 1024;
  constexpr base::Duration kMaxPause = std::chrono::hours(1);
  settings.shorthand("every");
  const auto bytes = static_cast<std::size_t>(settings.bytes("bytes", "how many bytes at a time", 1, kMaxBytes, 1));
  const auto every = settings.duration("every", "the pause between them", Need::kRequired);
  const bool in_virtual_time = settings.in_virtual_time();
  if (every && (*every == base::Duration::zero() || *every > kMaxPause)) {
    settings.report("every", "\"every\" must be above 0s and at most 1h");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_time(settings,
                   [bytes, pause = model::Pause{*every, in_virtual_time}](
                       model::Script& script, model::FaultContext& /*context*/) { drip(script, bytes, pause); });
}

}  // namespace

void declare_drip(std::vector<FaultKind>& kinds) {
  kinds.push_back({"drip", Group::kTime, "sends the response, including its head, a few bytes at a time",
                   "drip: {bytes: 1, every: 10ms}", make_drip});
}

}  // namespace jobrig::faults

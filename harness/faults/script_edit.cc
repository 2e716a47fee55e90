#include "faults/script_edit.h"

#include "base/deadline.h"

namespace jobrig::faults {
namespace {

// The index of the step that sends the byte at `offset`. Splits a Send that contains the offset. Of several steps at
// the same offset, returns the last one.
std::size_t step_at(model::Script& script, std::size_t offset) {
  std::size_t begin = 0;
  for (std::size_t index = 0; index < script.steps.size(); ++index) {
    auto* const send = std::get_if<model::Send>(&script.steps[index]);
    if (send == nullptr) {
      continue;
    }
    const std::size_t size = send->bytes.size();
    if (offset == begin) {
      return index;
    }
    if (offset < begin + size) {
      model::Send rest{send->bytes.substr(offset - begin)};
      send->bytes.resize(offset - begin);
      const auto behind = std::next(script.steps.begin(), static_cast<std::ptrdiff_t>(index + 1));
      script.steps.insert(behind, std::move(rest));
      return index + 1;
    }
    begin += size;
  }
  return script.steps.size();
}

}  // namespace

void insert_pause(model::Script& script, std::size_t offset, std::chrono::nanoseconds length, bool virtual_time) {
  const std::size_t index = step_at(script, offset);
  if (index > 0) {
    auto* const pause = std::get_if<model::Pause>(&script.steps[index - 1]);
    if (pause != nullptr && pause->virtual_time == virtual_time) {
      pause->length = base::saturating_add(pause->length, length);
      return;
    }
  }
  script.steps.insert(std::next(script.steps.begin(), static_cast<std::ptrdiff_t>(index)),
                      model::Pause{length, virtual_time});
}

void end_at(model::Script& script, std::size_t offset, model::CloseAction close_action) {
  const std::size_t count = byte_count(script);
  if (offset > count && script.uncut_size) {
    return;
  }
  if (offset < count) {
    if (!script.uncut_size) {
      script.uncut_size = count;
    }
    script.steps.resize(step_at(script, offset));
  }
  script.close_action = close_action;
}

}  // namespace jobrig::faults

#include "base/clock.h"

#include "base/deadline.h"

namespace jobrig::base {

Monotonic Clock::when(Instant moment) const { return deadline(monotonic(), moment - civil()); }

std::unique_ptr<ChangeSignal::Watch> Clock::on_change(std::function<void()> /*wake*/) const { return nullptr; }

}  // namespace jobrig::base

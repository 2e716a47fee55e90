#include "serve/liveness.h"

#include <utility>

namespace jobrig::serve {

Liveness::Liveness(std::vector<std::string> names) : left_(names.size()) {
  for (std::string& name : names) {
    parts_.push_back({std::move(name)});
  }
}

void Liveness::answer(std::size_t part, std::string_view problem) noexcept {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(parts_[part].problem, problem) && --left_ == 0 && wake_) {
    wake_();
  }
}

void Liveness::when_complete(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  if (left_ == 0) {
    wake_();
  }
}

void Liveness::stop_waiting() {
  const std::lock_guard lock(mutex_);
  wake_ = nullptr;
}

std::vector<Liveness::Part> Liveness::parts() const {
  const std::lock_guard lock(mutex_);
  return parts_;
}

}  // namespace jobrig::serve

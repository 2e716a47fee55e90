#include "serve/liveness.h"

#include <utility>

namespace jobrig::serve {

Liveness::Liveness(std::vector<std::string> names) : left_(names.size()) {
  for (std::string& name : names) {
    parts_.push_back({std::move(name)});
  }
}

void Liveness::answer(std::size_t part, std::string_view problem) noexcept {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(parts_[part].problem, problem)) {
      return;
    }
    if (--left_ == 0) {
      wake.swap(wake_);
    }
  }
  if (wake) {
    wake();
  }
}

void Liveness::when_complete(std::function<void()> wake) {
  {
    const std::lock_guard lock(mutex_);
    if (left_ > 0) {
      wake_ = std::move(wake);
      return;
    }
  }
  wake();
}

std::vector<Liveness::Part> Liveness::parts() const {
  const std::lock_guard lock(mutex_);
  return parts_;
}

}  // namespace jobrig::serve

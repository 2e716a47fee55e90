// Descriptor: owns one file descriptor and closes it. It does not know what the descriptor refers to.
#pragma once

#include <unistd.h>

#include <utility>

namespace jobrig::base {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  void close() {
    if (number_ >= 0) {
      ::close(std::exchange(number_, -1));
    }
  }
  /// Gives up ownership without closing.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }
  /// -1 when it is closed; poll() ignores that value.
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

}  // namespace jobrig::base

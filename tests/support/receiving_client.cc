#include "support/receiving_client.h"

#include <charconv>
#include <stdexcept>

#include "support/hang_guard.h"

namespace jobrig::test {

std::string ReceivingClient::take(std::size_t size) {
  std::string taken = received_.substr(0, size);
  received_.erase(0, size);
  return taken;
}

std::string ReceivingClient::receive(std::size_t size) {
  while (received_.size() < size) {
    if (wait_for_more(kHangGuard) != Event::kBytes) {
      throw std::runtime_error("the connection ended or fell silent after: " + received_);
    }
  }
  return take(size);
}

std::string ReceivingClient::receive_answer(bool head_only) {
  std::size_t head_end = 0;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (wait_for_more(kHangGuard) != Event::kBytes) {
      throw std::runtime_error("no whole head came, only: " + received_);
    }
  }
  const std::size_t head_size = head_end + 4;
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t at = received_.substr(0, head_size).find(kLength);
  std::size_t length = 0;
  if (at != std::string::npos && !head_only) {
    std::from_chars(received_.data() + at + kLength.size(), received_.data() + head_size, length);
  }
  return receive(head_size + length);
}

std::string ReceivingClient::receive_to_end() {
  for (;;) {
    switch (wait_for_more(kHangGuard)) {
      case Event::kBytes:
        break;
      case Event::kEnd:
        return take(received_.size());
      case Event::kReset:
        throw std::runtime_error("the connection was reset after: " + received_);
      case Event::kTimeout:
        throw std::runtime_error("the connection stayed open after: " + received_);
    }
  }
}

std::string ReceivingClient::receive_to_reset() {
  for (;;) {
    switch (wait_for_more(kHangGuard)) {
      case Event::kBytes:
        break;
      case Event::kReset:
        return take(received_.size());
      case Event::kEnd:
        throw std::runtime_error("the connection was closed, not reset, after: " + received_);
      case Event::kTimeout:
        throw std::runtime_error("the connection stayed open after: " + received_);
    }
  }
}

std::string ReceivingClient::receive_for(std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || wait_for_more(left) != Event::kBytes) {
      return take(received_.size());
    }
  }
}

}  // namespace jobrig::test

// PreparedAnswer: the bytes of a documented response, rendered once, with slots for what differs at each request: the
// request ID and the date. plan/ decides for which requests it is the answer, serve/ fills it and sends copies.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace jobrig::model {

/// Filled at most once, by the thread that made it; any thread may read it once is_ready() is true.
class PreparedAnswer {
 public:
  struct Content {
    std::string bytes;  // of a response with status 200 to a GET of HTTP/1.1 whose connection stays open
    std::size_t request_id_at = 0;
    std::size_t date_at = 0;  // of the whole line
    std::size_t status_line_size = 0;
    std::size_t head_size = 0;
  };

  PreparedAnswer() = default;
  PreparedAnswer(const PreparedAnswer&) = delete;
  PreparedAnswer& operator=(const PreparedAnswer&) = delete;
  ~PreparedAnswer() = default;

  [[nodiscard]] bool is_ready() const { return ready_.load(std::memory_order_acquire); }
  /// Requires is_ready().
  [[nodiscard]] const Content& content() const { return content_; }
  void fill(Content content) {
    content_ = std::move(content);
    ready_.store(true, std::memory_order_release);
  }

 private:
  Content content_;
  std::atomic<bool> ready_{false};
};

}  // namespace jobrig::model

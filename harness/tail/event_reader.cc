#include "tail/event_reader.h"

#include <charconv>
#include <utility>

#include "base/ascii.h"

namespace jobrig::tail {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr int kLeastStatus = 100;

/// `HTTP/1.1 200 OK` -> 200.
std::optional<int> status_in(std::string_view head) {
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  int status = 0;
  if (!head.starts_with(kVersion)) {
    return std::nullopt;
  }
  const char* const begin = head.data() + kVersion.size();
  const auto parsed = std::from_chars(begin, head.data() + head.size(), status);
  const bool is_status = parsed.ec == std::errc() && parsed.ptr == begin + 3 && status >= kLeastStatus;
  return is_status ? std::optional(status) : std::nullopt;
}

}  // namespace

bool EventReader::read(std::string_view bytes) {
  received_ += bytes;
  if (status_ == 0 && !read_head()) {
    return problem_.empty();
  }
  if (is_stream_) {
    return read_chunks();
  }
  body_ += std::exchange(received_, "");
  return body_.size() <= kMaxHead || fail("the response is too large");
}

bool EventReader::end() {
  return status_ != 0 || fail(received_.empty() ? "connection closed without a response"
                                                : "the response is not one of an admin interface");
}

/// Returns whether the head is complete and valid.
bool EventReader::read_head() {
  const std::size_t end = received_.find(kHeadEnd);
  if (end == std::string::npos) {
    return received_.size() > kMaxHead && fail("the response is not one of an admin interface");
  }
  const std::string head = base::to_lower(received_.substr(0, end + kLineEnd.size()));
  const auto status = status_in(received_);
  if (!status) {
    return fail("the response is not one of an admin interface");
  }
  status_ = *status;
  is_stream_ = status_ == 200 && head.find("\r\ncontent-type: text/event-stream\r\n") != std::string::npos &&
               head.find("\r\ntransfer-encoding: chunked\r\n") != std::string::npos;
  received_.erase(0, end + kHeadEnd.size());
  return is_stream_ || status_ != 200 || fail("the response is not a stream of events");
}

bool EventReader::read_chunks() {
  std::size_t used = 0;
  while (!is_complete_) {
    const std::size_t line_end = received_.find(kLineEnd, used);
    if (line_end == std::string::npos) {
      break;
    }
    std::size_t size = 0;
    const char* const end = received_.data() + line_end;
    const auto parsed = std::from_chars(received_.data() + used, end, size, 16);
    if (parsed.ec != std::errc() || parsed.ptr != end || size > kMaxChunk) {
      return fail("the response has an invalid chunk");
    }
    const std::size_t begin = line_end + kLineEnd.size();
    if (received_.size() < begin + size + kLineEnd.size()) {
      break;
    }
    events_.append(received_, begin, size);
    used = begin + size + kLineEnd.size();
    is_complete_ = size == 0;
  }
  received_.erase(0, used);
  read_events();
  return true;
}

void EventReader::read_events() {
  std::size_t used = 0;
  for (std::size_t end = events_.find("\n\n"); end != std::string::npos; end = events_.find("\n\n", used)) {
    StreamEvent event;
    for (std::size_t at = used; at < end;) {
      const std::size_t line_end = std::min(events_.find('\n', at), end);
      const std::string_view line = std::string_view(events_).substr(at, line_end - at);
      if (line.starts_with("event: ")) {
        event.name = line.substr(7);
      } else if (line.starts_with("data: ")) {
        event.data = line.substr(6);
      }
      at = line_end + 1;
    }
    used = end + 2;
    if (!event.data.empty()) {
      take_(event);
    }
  }
  events_.erase(0, used);
}

bool EventReader::fail(std::string problem) {
  problem_ = std::move(problem);
  return false;
}

}  // namespace jobrig::tail

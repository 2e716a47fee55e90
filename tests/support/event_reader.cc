#include "support/event_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "support/catch.h"

namespace jobrig::test {

std::string content_of(const std::string& chunk) {
  if (chunk.empty()) {
    return "";
  }
  const std::size_t end = chunk.find("\r\n");
  const std::size_t size = std::stoul(chunk.substr(0, end), nullptr, 16);
  REQUIRE(chunk.substr(end + 2 + size, 2) == "\r\n");
  return chunk.substr(end + 2, size);
}

std::vector<ReceivedEvent> events_in(const std::string& text) {
  std::vector<ReceivedEvent> events;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find("\n\n", begin);
    REQUIRE(end != std::string::npos);
    ReceivedEvent event;
    for (std::size_t at = begin; at < end;) {
      const std::size_t line_end = std::min(text.find('\n', at), end);
      const std::string line = text.substr(at, line_end - at);
      const std::size_t colon = line.find(": ");
      const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
      if (line.starts_with("event")) {
        event.name = value;
      } else if (line.starts_with("id")) {
        event.id = value;
      } else if (line.starts_with("data")) {
        event.data = value;
      }
      at = line_end + 1;
    }
    events.push_back(std::move(event));
    begin = end + 2;
  }
  return events;
}

nlohmann::json ReceivedEvent::json() const { return nlohmann::json::parse(data); }

EventReader::EventReader(AdminDesk& desk, const std::string& target) : source_(desk.plan_admin("GET", target).source) {
  REQUIRE(source_);
}

std::string EventReader::text(std::chrono::milliseconds passed) {
  now_ += passed;
  const auto part = source_->next(now_);
  again = part.again;
  CHECK((!again || *again > now_));
  return content_of(part.bytes);
}

nlohmann::json EventReader::read_event(const std::string& name, std::chrono::milliseconds passed) {
  for (const ReceivedEvent& event : read(passed)) {
    if (event.name == name) {
      return event.json();
    }
  }
  return nullptr;
}

}  // namespace jobrig::test

// Event reader: reads GET /events of an admin desk without a port, and parses what it receives.
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/responder.h"
#include "support/admin_desk.h"

namespace jobrig::test {

struct ReceivedEvent {
  std::string name;
  std::string id;
  std::string data;

  [[nodiscard]] nlohmann::json json() const;  // the data
};

/// Checks the framing of a chunk and returns its content.
std::string content_of(const std::string& chunk);
std::vector<ReceivedEvent> events_in(const std::string& text);

/// A reader with a clock of its own. A part comes `passed` after the one before.
class EventReader {
 public:
  explicit EventReader(AdminDesk& desk, const std::string& target = "/events");

  /// The events of the next part.
  std::vector<ReceivedEvent> read(std::chrono::milliseconds passed = std::chrono::milliseconds(200)) {
    return events_in(text(passed));
  }
  std::string text(std::chrono::milliseconds passed = std::chrono::milliseconds(200));
  /// The data of the first event of that name in the next part; null: there is none.
  nlohmann::json read_event(const std::string& name, std::chrono::milliseconds passed = std::chrono::milliseconds(200));

  std::optional<base::Monotonic> again;  // when the next part is due

 private:
  std::shared_ptr<model::ByteSource> source_;
  base::Monotonic now_{std::chrono::hours(1)};
};

}  // namespace jobrig::test

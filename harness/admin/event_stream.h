// Event stream: what one reader of GET /events receives: exchanges, MQTT packets, counters, rules, executions that
// changed. It looks at the journal and the counters from time to time. Therefore requests to the main port do not wait
// for readers, and a slow reader needs no buffer: it misses exchanges and is told how many. It does not parse requests
// (events.cc does).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "admin/call.h"
#include "base/clock.h"
#include "journal/memory.h"
#include "model/byte_source.h"

namespace jobrig::admin {

struct EventQuery {
  journal::JournalFilter filter;  // `after`: where the reader continues
  std::size_t rate = 0;           // exchanges a second, and as many packets; of more, the newest of each tick are sent
  bool traffic_only = false;      // exchanges and packets only
  bool packets = true;
  bool continues = false;  // false: the reader starts with the next exchange
};

class EventStream final : public model::ByteSource {
 public:
  /// Borrows the subject, which must outlive it. `place`: of the reader.
  EventStream(const AdminSubject& subject, std::shared_ptr<hosting::Sandbox> sandbox, EventQuery query,
              std::shared_ptr<void> place);

  Part next(base::Monotonic now) override;

  static constexpr std::chrono::milliseconds kTick{200};
  static constexpr std::chrono::seconds kSecond{1};
  static constexpr std::chrono::seconds kHeartbeat{5};
  /// A reader that did not accept a part for this time is slow.
  static constexpr std::chrono::seconds kSlow{2};
  static constexpr std::size_t kMaxPart = std::size_t{256} << 10U;
  static constexpr std::size_t kMaxSnapshot = std::size_t{64} << 10U;
  static constexpr std::size_t kMaxThings = 100;  // whose executions are sent
  /// A followed thing without requests for this time makes room for another.
  static constexpr std::chrono::seconds kIdleThing{10};
  static constexpr std::size_t kMaxExecutions = 20;  // of a thing

 private:
  struct Followed {
    std::string thing;
    std::string text;        // as sent last
    base::Monotonic used{};  // when it was requested last
  };

  [[nodiscard]] bool is_gone() const;
  void greet(hosting::Generation& generation, std::string& events);
  void add_exchanges(hosting::Generation& generation, base::Monotonic now, std::string& events);
  void add_packets(const hosting::Generation& generation, base::Monotonic now, std::string& events);
  [[nodiscard]] base::Monotonic::duration passed(base::Monotonic now) const;
  [[nodiscard]] std::size_t most_records(base::Monotonic now) const;
  void add_once_a_second(const std::shared_ptr<hosting::Generation>& generation, std::string& events);
  void add_snapshots(std::string& events);
  void add_executions(hosting::Generation& generation, std::string& events);
  void follow(const std::string& thing, base::Monotonic now);
  void follow_first(hosting::Generation& generation);

  const AdminSubject& subject_;
  const std::shared_ptr<hosting::Sandbox> sandbox_;
  EventQuery query_;
  const std::shared_ptr<void> place_;
  std::weak_ptr<hosting::Generation> generation_;  // of the last part
  bool has_greeted_ = false;
  std::uint64_t packets_after_ = 0;  // the last packet that was sent
  base::Monotonic last_part_{};
  base::Monotonic last_bytes_{};
  base::Monotonic next_second_{};
  std::map<std::string_view, std::string> snapshots_;  // as sent last, by event
  std::vector<Followed> followed_;
};

}  // namespace jobrig::admin

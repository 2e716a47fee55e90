#include "state/drawn_execution.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "contract/statuses.h"
#include "state/drawn_texts.h"
#include "state/execution.h"

namespace jobrig::state {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr base::Duration kSecond = seconds(1);
constexpr base::Instant kYear2001 = base::Instant(seconds(978307200));
constexpr base::Instant kYear2025 = base::Instant(seconds(1735689600));
constexpr base::Instant kBeyond31Bits = base::Instant(seconds(2147483648));  // 2038-01-19
constexpr base::Instant kBeyond32Bits = base::Instant(seconds(4294967296));  // 2106-02-07
constexpr base::Instant kLatest = base::Instant(seconds(253000000000));      // in the year 9987
constexpr base::Duration kLongestTimeout = days(7);                          // the longest timeout of a job
constexpr std::uint64_t kBeyondDouble = (std::uint64_t{1} << 53U) + 1;       // the first number that a double rounds
constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max() - 1'000'000;  // changes increment versions

std::uint64_t whole_between(std::uint64_t least, std::uint64_t most, base::Random& random) {
  return least + random() % (most - least + 1);
}

base::Instant moment_between(base::Instant least, base::Instant most, base::Random& random) {
  const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (most - least).count()));
  const base::Instant drawn = least + base::Duration(static_cast<std::int64_t>(whole_between(0, length, random)));
  return std::max(least, base::Instant(std::chrono::floor<std::chrono::milliseconds>(drawn)));
}

/// From 1 on: small, around 32 bits, exact in a double, and odd beyond it, so that a double is another number.
std::int64_t drawn_number(base::Random& random) {
  constexpr std::uint64_t kSmall = 1000;
  constexpr std::uint64_t k31Bits = std::uint64_t{1} << 31U;
  const std::uint64_t kind = random() % 16;
  const std::uint64_t drawn = kind < 4    ? whole_between(1, kSmall, random)
                              : kind < 8  ? whole_between(k31Bits - 2, 4 * k31Bits, random)
                              : kind < 15 ? whole_between(1, kBeyondDouble - 2, random)
                                          : whole_between(kBeyondDouble, kMost, random) | 1U;
  return static_cast<std::int64_t>(drawn);
}

model::Status drawn_status(const model::Execution& written, bool terminal, base::Random& random) {
  std::vector<model::Status> statuses;
  for (const auto& row : contract::statuses()) {
    const bool fits = row.status == model::Status::kQueued ? !written.started_at : true;
    if (fits && (terminal || !contract::is_terminal(row.status))) {
      statuses.push_back(row.status);
    }
  }
  return statuses[random() % statuses.size()];
}

/// The times of one execution: `queued` ≤ `started` ≤ `updated`, those that are given unchanged.
class Times {
 public:
  Times(model::Execution& execution, base::Instant start, base::Random& random)
      : execution_(execution), start_(start), most_(execution.then.empty() ? kLatest : start), random_(random) {}

  void draw() {
    const base::Instant before = std::min({most_, given(execution_.started_at), given(execution_.last_updated_at)});
    if (!execution_.queued_at && execution_.exists_from == model::ExistsFrom::kQueued) {
      set(execution_.queued_at, first(before));
      execution_.exists_from = model::ExistsFrom::kStart;
    }
    base::Instant last = execution_.queued_at ? execution_.queued_at->on_clock(start_) : start_;
    if (execution_.status != model::Status::kQueued) {
      if (!execution_.started_at) {
        set(execution_.started_at, after(last, std::min(most_, given(execution_.last_updated_at))));
      }
      last = execution_.started_at->on_clock(start_);
    }
    if (!execution_.last_updated_at) {
      set(execution_.last_updated_at, after(last, most_));
    }
  }

 private:
  [[nodiscard]] base::Instant given(const std::optional<model::ScenarioTime>& time) const {
    return time ? time->on_clock(start_) : kLatest;
  }
  static void set(std::optional<model::ScenarioTime>& time, base::Instant drawn) {
    time = model::ScenarioTime{false, {}, drawn};
  }

  /// Of the last days, since 2001, beyond 31 or 32 bits. Only the last days depend on the time of the start.
  base::Instant first(base::Instant most) {
    const std::uint64_t era = random_() % 4;
    const base::Instant drawn = era == 0   ? start_ - offset_up_to(days(2))
                                : era == 1 ? moment_between(kYear2001, kYear2025, random_)
                                : era == 2 ? moment_between(kBeyond31Bits, kBeyond32Bits, random_)
                                           : moment_between(kBeyond32Bits, kLatest, random_);
    return drawn <= most ? drawn : moment_between(std::min(kYear2001, most), most, random_);
  }

  /// Mostly within a week after it, sometimes in another century.
  base::Instant after(base::Instant last, base::Instant most) {
    const base::Instant soon = last + kSecond + offset_up_to(days(7));
    const base::Instant late = moment_between(kBeyond31Bits, kLatest, random_);
    const base::Instant drawn = random_() % 4 == 0 && late > last ? late : soon;
    return drawn <= most ? drawn : moment_between(last, std::max(last, most), random_);
  }

  base::Duration offset_up_to(base::Duration most) {
    return std::chrono::milliseconds(
        whole_between(0, static_cast<std::uint64_t>(most / std::chrono::milliseconds(1)), random_));
  }

  model::Execution& execution_;
  const base::Instant start_;
  const base::Instant most_;
  base::Random& random_;
};

/// approximateSecondsBeforeTimedOut, in every second draw in which it is possible.
void draw_seconds_left(model::Execution& execution, base::Instant start, base::Random& random) {
  if (random() % 2 == 0) {
    return;
  }
  if (execution.status == model::Status::kQueued) {
    constexpr auto kMostSeconds = static_cast<std::uint64_t>(seconds(kLongestTimeout / kSecond).count());
    execution.seconds_while_queued = static_cast<std::int64_t>(whole_between(0, kMostSeconds, random));
    return;
  }
  const base::Instant started = execution.started_at ? execution.started_at->on_clock(start) : start;
  constexpr base::Duration kNotSoon = days(1);
  if (started <= start && start - started < kLongestTimeout - kNotSoon) {
    execution.timeout = moment_between(start + kNotSoon, started + kLongestTimeout, random) - started;
  }
}

}  // namespace

model::Execution drawn_execution(const model::Execution& written, const model::Job& job, const DrawnFor& whose,
                                 base::Instant start, const Draw& draw) {
  model::Execution execution = written;
  const std::string key = std::string(whose.thing) + "/" + std::string(whose.job);
  const auto is_drawn = [&](model::DrawnMember member) {
    return std::find(written.drawn.begin(), written.drawn.end(), member) != written.drawn.end();
  };
  // Each member has a stream of its own: to state one member does not change the others.
  const auto chance = [&](std::string_view member) {
    return base::Random(base::random_stream(draw.seed, member, key), static_cast<std::uint64_t>(written.number));
  };
  if (is_drawn(model::DrawnMember::kStatus)) {
    base::Random random = chance("status");
    execution.status = drawn_status(written, !job.gone_when_terminal, random);
  }
  if (is_drawn(model::DrawnMember::kNumber)) {
    base::Random random = chance("number");
    execution.number = drawn_number(random);
  }
  if (is_drawn(model::DrawnMember::kVersion)) {
    base::Random random = chance("version");
    execution.version_number = drawn_number(random);
  }
  if (is_drawn(model::DrawnMember::kDetails)) {
    base::Random random = chance("details");
    execution.details = drawn_details(random);
  }
  if (is_drawn(model::DrawnMember::kDocument)) {
    base::Random random = chance("document");
    execution.document = drawn_document(random);
  }
  if (is_drawn(model::DrawnMember::kTimes) && !waits_for_arrival(written)) {
    base::Random random = chance("times");
    Times(execution, start, random).draw();
  }
  if (is_drawn(model::DrawnMember::kSecondsLeft) && draw.edition == model::Edition::kCurrent) {
    base::Random random = chance("seconds");
    draw_seconds_left(execution, start, random);
  }
  return execution;
}

}  // namespace jobrig::state

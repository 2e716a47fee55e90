// Faults that change when bytes are sent, how many, and how the connection ends.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/faulting.h"

using namespace jobrig;
using model::CloseAction;
using std::chrono::milliseconds;
using test::good_reply;
using test::lay_faults;

namespace {

const std::string& good() {
  static const std::string answer = lay_faults("[]").bytes();
  return answer;
}
// The status line has 17 bytes, the head 110, the body 63; asserted below.
constexpr std::size_t kStatusLine = 17;
std::size_t head_size() { return good().find("\r\n\r\n") + 4; }

milliseconds first_pause(const test::Faulted& faulted) {
  const auto* const pause = std::get_if<model::Pause>(&faulted.script.steps.front());
  REQUIRE(pause != nullptr);
  return std::chrono::duration_cast<milliseconds>(pause->length);
}

/// `count` random delays, sorted.
std::vector<std::chrono::nanoseconds> drawn_delays(const std::string& fault, std::uint64_t count) {
  std::vector<std::chrono::nanoseconds> lengths;
  for (std::uint64_t ordinal = 0; ordinal < count; ++ordinal) {
    const auto faulted = lay_faults(fault, good_reply(), "GET", ordinal);
    lengths.push_back(std::get<model::Pause>(faulted.script.steps.front()).length);
  }
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

double millis(std::chrono::nanoseconds length) { return std::chrono::duration<double, std::milli>(length).count(); }

}  // namespace

TEST_CASE("every cut ends the answer at its position in its own way", "[faults]") {
  struct Row {
    std::string at;
    std::size_t bytes;
  };
  const std::vector<Row> rows{{"before-answer", 0},
                              {"status-line", kStatusLine / 2},
                              {"head", kStatusLine + (head_size() - kStatusLine) / 2},
                              {"byte 0 of body", head_size()},
                              {"byte 20", head_size() + 20},
                              {"50% of body", head_size() + 31},
                              {"after-body", good().size()}};
  struct Kind {
    std::string name;
    CloseAction close_action;
  };
  const std::vector<Kind> kinds{{"cut", CloseAction::kClose},
                                {"reset", CloseAction::kReset},
                                {"half-close", CloseAction::kHalfClose},
                                {"close-without-notify", CloseAction::kCloseSilently}};
  REQUIRE(good().size() == head_size() + 63);
  REQUIRE(good().find("\r\n") + 2 == kStatusLine);
  for (const Kind& kind : kinds) {
    for (const Row& row : rows) {
      CAPTURE(kind.name, row.at);
      const auto faulted = lay_faults("[{" + kind.name + ": {at: " + row.at + "}}]");
      CHECK(faulted.bytes() == good().substr(0, row.bytes));
      CHECK(faulted.script.close_action == kind.close_action);
      CHECK(lay_faults("[{" + kind.name + ": " + row.at + "}]").bytes() == faulted.bytes());
    }
  }
}

TEST_CASE("a bare cut or reset applies before the response and a bare close after it", "[faults]") {
  CHECK(lay_faults("[cut]").in_words() == "close");
  CHECK(lay_faults("[reset]").in_words() == "reset");
  CHECK(lay_faults("[empty]").in_words() == "close");
  CHECK(lay_faults("[half-close]").in_words() == "\"" + good() + "\" half-close");
  CHECK(lay_faults("[close-without-notify]").in_words() == "\"" + good() + "\" close-without-notify");
}

TEST_CASE("hang sends nothing forever or for a time", "[faults]") {
  CHECK(lay_faults("[hang]").in_words() == "hang");
  CHECK(lay_faults("[hang: 30s]").in_words() == "30s close");
}

TEST_CASE("drip sends the head too in pieces and the first at once", "[faults]") {
  const auto faulted = lay_faults("[{drip: {bytes: 100, every: 10ms}}]");
  CHECK(faulted.in_words() == "\"" + good().substr(0, 100) + "\" 10ms \"" + good().substr(100) + "\" keep-open");
  const auto single = lay_faults("[drip: 1ms]");
  CHECK(single.script.steps.size() == 2 * good().size() - 1);
  CHECK(single.bytes() == good());
}

TEST_CASE("stall pauses at a position for a time or forever", "[faults]") {
  CHECK(lay_faults("[{stall: {at: byte 10, for: 5s}}]").in_words() ==
        "\"" + good().substr(0, head_size() + 10) + "\" 5s \"" + good().substr(head_size() + 10) + "\" keep-open");
  CHECK(lay_faults("[{stall: {after: 20B, for: ever}}]").in_words() == "\"" + good().substr(0, 20) + "\" hang");
  CHECK(lay_faults("[stall: 5s]").in_words() ==
        "\"" + good().substr(0, head_size()) + "\" 5s \"" + good().substr(head_size()) + "\" keep-open");
  CHECK(lay_faults("[{stall: {at: after-body, for: ever}}]").in_words() == "\"" + good() + "\" hang");
}

TEST_CASE("slow-close closes later", "[faults]") {
  CHECK(lay_faults("[slow-close: 2s]").in_words() == "\"" + good() + "\" 2s close");
  CHECK(lay_faults("[slow-close: 2s, {reset: after-body}]").in_words() == "\"" + good() + "\" 2s reset");
}

TEST_CASE("faults combine alike in whatever order they are written", "[faults]") {
  const std::vector<std::string> faults{"{reset: 50% of body}",   "{stall: {at: byte 10, for: 1s}}",
                                        "{chunked: 16}",          "{drip: {bytes: 64, every: 1ms}}",
                                        "{unknown-status: LOST}", "{delay: 3s}"};
  std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
  const auto written = [&] {
    std::string list;
    for (const std::size_t index : order) {
      list += (list.empty() ? "" : ", ") + faults[index];
    }
    return "[" + list + "]";
  };
  const auto first = lay_faults(written());
  CHECK(first.reply.body.find("LOST") != std::string::npos);
  CHECK(first.script.close_action == CloseAction::kReset);
  CHECK(first_pause(first) == milliseconds(3000));
  CHECK(first.bytes().find("Transfer-Encoding: chunked") != std::string::npos);
  std::size_t permutations = 0;
  while (std::next_permutation(order.begin(), order.end())) {
    ++permutations;
    const auto other = lay_faults(written());
    REQUIRE((other.script.steps == first.script.steps));
    REQUIRE(other.script.close_action == first.script.close_action);
  }
  CHECK(permutations == 719);
}

TEST_CASE("of a cut and a stall the one that comes first is seen", "[faults]") {
  for (const std::string order :
       {"[{cut: byte 5}, {stall: {at: byte 20, for: 9s}}]", "[{stall: {at: byte 20, for: 9s}}, {cut: byte 5}]"}) {
    CHECK(lay_faults(order).in_words() == "\"" + good().substr(0, head_size() + 5) + "\" close");
  }
  CHECK(lay_faults("[{cut: byte 20}, {stall: {at: byte 5, for: ever}}]").in_words() ==
        "\"" + good().substr(0, head_size() + 5) + "\" hang");
}

TEST_CASE("a uniform delay stays within its ends and reaches both", "[faults]") {
  const auto lengths = drawn_delays("[{delay: 10ms..20ms}]", 2000);
  CHECK(millis(lengths.front()) >= 10);
  CHECK(millis(lengths.back()) <= 20);
  CHECK(millis(lengths.front()) < 10.1);
  CHECK(millis(lengths.back()) > 19.9);
  CHECK(millis(lengths[1000]) == Approx(15).epsilon(0.05));
}

TEST_CASE("a normal delay is never negative", "[faults]") {
  const auto lengths = drawn_delays("[{delay: {mean: 10ms, deviation: 10ms}}]", 4000);
  CHECK(lengths.front() == std::chrono::nanoseconds::zero());
  CHECK(millis(lengths[2000]) == Approx(10).epsilon(0.1));
  // The 84.13th percentile of a normal distribution is one deviation above its mean.
  CHECK(millis(lengths[3365]) == Approx(20).epsilon(0.1));
}

TEST_CASE("a lognormal delay has the median and the 99th percentile that are asked for", "[faults]") {
  const auto lengths = drawn_delays("[{delay: {median: 40ms, p99: 900ms}}]", 20000);
  // Both are within three standard errors of a quantile of 20,000 draws: sqrt(q(1-q)/n)/density.
  CHECK(millis(lengths[10000]) == Approx(40).epsilon(0.04));
  CHECK(millis(lengths[19800]) == Approx(900).epsilon(0.12));
}

TEST_CASE("a delay from a table of percentiles follows it", "[faults]") {
  const auto lengths = drawn_delays("[{delay: {percentiles: {0%: 10ms, 50%: 20ms, 90%: 100ms, 100%: 1s}}}]", 10000);
  CHECK(millis(lengths.front()) >= 10);
  // Above the median, one percent of the draws spans 2 ms, and three standard errors are 1.5 percent.
  CHECK(millis(lengths[5000]) == Approx(20).epsilon(0.15));
  CHECK(millis(lengths[9000]) == Approx(100).epsilon(0.12));
  CHECK(millis(lengths.back()) <= 1000);
  const auto flat = drawn_delays("[{delay: {percentiles: {50%: 20ms, 90%: 100ms}}}]", 1000);
  CHECK(millis(flat.front()) == 20);
  CHECK(millis(flat.back()) == 100);
}

TEST_CASE("a delay may be in the scenario's time and then be longer than a day", "[faults]") {
  const auto faulted = lay_faults("[{delay: {fixed: 7d, clock: virtual}}, {delay: 1s}]");
  const std::vector<model::ScriptStep> expected{model::Pause{std::chrono::hours(168), true},
                                                model::Pause{std::chrono::seconds(1)}, model::Send{good()}};
  CHECK((faulted.script.steps == expected));
  CHECK(test::mistakes_in_faults("[{delay: {fixed: 7d}}]") == "1:18: \"fixed\" must be at most 1d\n");
}

TEST_CASE("every pause may be in the scenario's time and then be longer than a day", "[faults]") {
  const auto pauses = [](const std::string& faults) {
    std::vector<std::pair<std::chrono::nanoseconds, bool>> found;
    for (const model::ScriptStep& step : lay_faults(faults).script.steps) {
      if (const auto* const pause = std::get_if<model::Pause>(&step)) {
        found.emplace_back(pause->length, pause->virtual_time);
      }
    }
    return found;
  };
  const std::chrono::hours week(7 * 24);
  for (const std::string fault : {"stall: {for: 7d", "hang: {for: 7d", "slow-close: {after: 7d"}) {
    CAPTURE(fault);
    CHECK(pauses("[{" + fault + ", clock: virtual}}]") == std::vector{std::pair(std::chrono::nanoseconds(week), true)});
    CHECK(test::mistakes_in_faults("[{" + fault + "}}]").find(" must be at most 1d") != std::string::npos);
  }
  CHECK(pauses("[{drip: {bytes: 100, every: 10m, clock: virtual}}]") ==
        std::vector{std::pair(std::chrono::nanoseconds(std::chrono::minutes(10)), true)});
  CHECK(pauses("[{drip: {bytes: 100, every: 10m}}]").front().second == false);
}

TEST_CASE("the same seed and ordinal draw the same delay", "[faults]") {
  const std::string fault = "[{delay: {median: 40ms, p99: 900ms}}]";
  CHECK(lay_faults(fault).in_words() == lay_faults(fault).in_words());
  CHECK(lay_faults(fault).in_words() != lay_faults(fault, good_reply(), "GET", 1).in_words());
}

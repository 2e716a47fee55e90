// The checks retry-mode and backoff, and the Host of every case, over hand-made records.
#include <functional>

#include "judge/host.h"
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;

namespace {

struct RetrySample {
  int status = 200;
  int gap = 0;  // milliseconds before this request, after the response before it
  std::string header{};
};

/// One client object: a list of attempts for each call.
model::CaseRecord retried(const std::vector<std::vector<RetrySample>>& calls) {
  model::CaseRecord record = test::good_record();
  record.calls.clear();
  record.exchanges.clear();
  std::chrono::milliseconds now{0};
  for (const auto& attempts : calls) {
    const auto began = now;
    for (const RetrySample& one : attempts) {
      now += std::chrono::milliseconds(one.gap + 1);
      record.exchanges.push_back(test::exchange(now, test::get_request("/x"), one.status));
      record.exchanges.back().answer = "HTTP/1.1 " + std::to_string(one.status) + " X\r\n" + one.header + "\r\n";
      now += 10ms;
    }
    now += 1ms;
    record.calls.push_back(test::call(began, now, test::success("{}")));
  }
  return record;
}

/// An outage of `calls` calls, in which a client with this quota makes three attempts while it has tokens.
std::vector<std::vector<RetrySample>> outage(int calls, int quota, int cost) {
  std::vector<std::vector<RetrySample>> made;
  for (int call = 0; call < calls; ++call) {
    std::vector<RetrySample> attempts{{503}};
    for (; attempts.size() < 3 && quota >= cost; quota -= cost) {
      attempts.push_back({503, 20});
    }
    made.push_back(attempts);
  }
  return made;
}

/// `count` calls with one failure each, retried after a delay spread evenly from `least` to `most` milliseconds.
std::vector<std::vector<RetrySample>> spread(int count, int least, int most, int status = 503) {
  std::vector<std::vector<RetrySample>> made;
  for (int call = 0; call < count; ++call) {
    made.push_back({{status}, {200, least + (most - least) * call / count}});
  }
  return made;
}

std::string mode_found(const std::vector<std::vector<RetrySample>>& calls) {
  return test::check_of("retry-mode: {}")->judge(retried(calls)).observed;
}

const std::string kNew = "retry-mode: {mode: \"2.1\"}";
const std::string kHint = "x-amz-retry-after: ";

}  // namespace

TEST_CASE("retry-mode tells 2.1 from 2.0 by the number of retries in an outage", "[judge]") {
  CHECK(mode_found(outage(60, 500, 14)) == "keeps 2.1");
  CHECK(mode_found(outage(5, 500, 14)) == "keeps 2.0 and 2.1");
  auto old = outage(60, 500, 5);
  for (std::size_t call = 0; call < old.size(); ++call) {
    for (std::size_t attempt = 1; attempt < old[call].size(); ++attempt) {
      old[call][attempt].gap = static_cast<int>(attempt * 10 * (call % 20 + 1));  // base 200 ms, full jitter, doubled
    }
  }
  CHECK(mode_found(old) == "keeps 2.0");
  CHECK(mode_found(outage(60, 100'000, 14)) == "neither: breaks R6 (call 18 retried with 10 of 500 tokens left)");
  CHECK(mode_found(outage(60, 250, 14)) ==
        "neither: breaks R6 (call 9 did not retry after 503 with 262 of 500 tokens left)");
}

TEST_CASE("retry-mode counts attempts before tokens", "[judge]") {
  CHECK(mode_found({{{503}, {503, 10}, {503, 10}, {503, 10}}}) ==
        "neither: breaks R4 (call 1 made more than 3 attempts)");
  CHECK(mode_found({{{503}, {503, 10}}}) ==
        "neither: breaks R4 (call 1 did not retry after 503 with 486 of 500 tokens left)");
}

TEST_CASE("retry-mode requires a retry after transient and throttling errors only", "[judge]") {
  CHECK(mode_found({{{400}}, {{404}}, {{501}}}) == "keeps 2.0 and 2.1");
  CHECK(mode_found({{{501}, {200, 10}}}) == "neither: breaks R10 (call 1 retried after 501)");
  CHECK(mode_found({{{502}}}) == "neither: breaks R10 (call 1 did not retry after 502 with 500 of 500 tokens left)");
  CHECK(mode_found({{{400, 0, "x-amzn-ErrorType: aws.x#SlowDown:http://x\r\n"}}}) ==
        "neither: breaks R10 (call 1 did not retry after 400 SlowDown with 500 of 500 tokens left)");
}

TEST_CASE("retry-mode follows the tokens that successes give back", "[judge]") {
  auto calls = outage(20, 500, 14);  // 10 tokens are left
  for (int i = 0; i < 4; ++i) {
    calls.push_back({{200}});
  }
  auto lost = calls;
  calls.push_back({{503}, {200, 10}});  // 14 tokens taken and given back
  calls.push_back({{503}, {503, 10}});
  CHECK(mode_found(calls) == "keeps 2.1");
  lost.push_back({{503}});
  CHECK(found(kNew, retried(lost)) ==
        "fails: Retry Behavior 2.1 | neither: breaks R7 (call 25 did not retry after 503 with 14 of 500 tokens left)");
}

TEST_CASE("retry-mode measures the base delay over many calls", "[judge]") {
  CHECK(mode_found(spread(60, 0, 50)) == "keeps 2.1");
  CHECK(mode_found(spread(60, 0, 100)) == "keeps 2.0");
  CHECK(mode_found(spread(60, 0, 1000)) == "keeps 2.0");
  CHECK(mode_found(spread(60, 0, 5)) == "neither: breaks R2 (the base delay after transient errors is about 6ms)");
  CHECK(mode_found(spread(12, 0, 1000, 429)) == "keeps 2.0 and 2.1");
  CHECK(mode_found(spread(12, 0, 50, 429)) == "keeps 2.0");
  CHECK(mode_found(spread(12, 0, 9000, 429)) ==
        "neither: breaks R3 (the base delay after throttling is about 8s334ms)");
}

TEST_CASE("retry-mode takes what a busy machine adds for no part of the base delay", "[judge]") {
  // Delays of other processes, as in a run with 64 cases at a time on two cores: up to 90 ms, of any step of the
  // client.
  const auto on_busy_machine = [](int base) {
    auto calls = spread(60, 0, base);
    for (std::size_t call = 0; call < calls.size(); ++call) {
      calls[call][0].gap = static_cast<int>(call * 37 % 60 * 90 / 60);
      calls[call][1].gap += static_cast<int>(call * 23 % 60 * 90 / 60);
    }
    return mode_found(calls);
  };
  CHECK(on_busy_machine(50) == "keeps 2.0 and 2.1");
  CHECK(on_busy_machine(100) == "keeps 2.0");
  CHECK(on_busy_machine(400) == "keeps 2.0");
  CHECK(on_busy_machine(3000).starts_with("neither: breaks R2"));
}

TEST_CASE("retry-mode fails without full jitter and without doubled delays", "[judge]") {
  CHECK(found(kNew, retried(spread(60, 45, 50))).find("breaks R5 (nine tenths of the gaps exceed 46ms") !=
        std::string::npos);
  std::vector<std::vector<RetrySample>> constant;
  for (int call = 0; call < 30; ++call) {
    constant.push_back({{503}, {503, 50 * call / 30}, {200, 50 * call / 30}});
  }
  CHECK(found(kNew, retried(constant)).find("not doubled") != std::string::npos);
}

TEST_CASE("retry-mode clamps a hint and ignores an invalid one", "[judge]") {
  const auto hinted = [](const std::string& hint, int gap) {
    return found(kNew, retried({{{503, 0, kHint + hint + "\r\n"}, {200, gap}}}));
  };
  CHECK(hinted("400", 401).starts_with("holds"));
  CHECK(hinted("400", 100) ==
        "fails: Retry Behavior 2.1 | keeps 2.0, breaks R9 of 2.1 (waited 101ms after x-amz-retry-after: 400)");
  CHECK(hinted("60000", 5020).starts_with("holds"));
  CHECK(hinted("60000", 60'000).starts_with("fails"));
  CHECK(hinted("60000", 40).starts_with("fails"));
  for (const char* const invalid : {"-5", "500ms", "1.5", "1e6", "0xFFFF", "99999999999999999999"}) {
    INFO(invalid);
    CHECK(hinted(invalid, 30).starts_with("holds"));
    CHECK(hinted(invalid, 9000).starts_with("fails"));
  }
}

TEST_CASE("backoff finds hot loops and fleets in step, and lets one retry be immediate", "[judge]") {
  const std::string jitter = "backoff: {jitter: true}";
  const std::string pause = "backoff: {pause: 5ms}";
  CHECK(found(jitter, retried(spread(12, 0, 100))).starts_with("holds"));
  CHECK(found(jitter, retried(spread(12, 50, 100))).starts_with("holds"));
  CHECK(found(jitter, retried(spread(12, 100, 103))).starts_with("fails"));
  auto busy = spread(12, 1000, 1030);
  busy[4].back().gap = busy[9].back().gap = 4000;  // a busy machine
  CHECK(found(jitter, retried(busy)).starts_with("fails"));
  CHECK(found(pause, retried(spread(12, 0, 2))).starts_with("fails"));
  std::vector<std::vector<RetrySample>> later;
  for (int call = 0; call < 12; ++call) {
    later.push_back({{503}, {503, 0}, {200, 20 + 10 * call}});
  }
  CHECK(found(pause, retried(later)).starts_with("holds"));
  CHECK(found(jitter, retried(later)).starts_with("holds"));
  CHECK(found(pause, retried(spread(3, 0, 0))) ==
        "holds: pauses of 5ms on average | 3 retried calls, too few to judge");
  CHECK_THROWS(test::check_of("backoff: {}"));
}

TEST_CASE("the Host of each request is the endpoint of the case", "[judge]") {
  model::CaseRecord record = test::good_record();
  record.endpoint = "http://127.0.0.1:4000";
  CHECK(judge::wrong_host(record).empty());
  record.endpoint = "http://127.0.0.1:4001";
  CHECK(judge::wrong_host(record) == "sent the Host \"127.0.0.1:4000\" to 127.0.0.1:4001");
  record.exchanges[0].refusal = "no Host";
  CHECK(judge::wrong_host(record).empty());
  record.exchanges[0].refusal.clear();
  record.exchanges[0].request = "GET / HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n";
  record.endpoint = "https://localhost:443";
  CHECK(judge::wrong_host(record).empty());
}

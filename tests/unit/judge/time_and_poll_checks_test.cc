// The checks gives-up and mean-gap, and the checks of polling reports: polled and order.
#include "support/catch.h"
#include "support/judging.h"

using namespace jobrig;
using namespace std::chrono_literals;
using test::found;
using test::good_record;

namespace {

/// An unanswered exchange that the client ended after `waited`.
model::Exchange given_up(std::chrono::milliseconds arrived, std::chrono::milliseconds waited) {
  model::Exchange made = test::exchange(arrived, test::get_request("/x"), 0);
  made.first_byte = made.last_byte = {};
  made.ended = test::at(arrived + waited);
  made.close_reason = model::CloseReason::kClientGaveUp;
  return made;
}

model::CaseRecord waited(std::vector<model::Exchange> exchanges) {
  model::CaseRecord record = good_record();
  record.exchanges = std::move(exchanges);
  record.calls[0].ended = test::at(9000ms);
  return record;
}

model::CaseRecord polled(const std::string& responses) {
  model::CaseRecord record = good_record();
  record.calls[0].outcome->responses = responses;
  return record;
}

/// Calls with two attempts each, separated by these gaps.
model::CaseRecord retried_after(const std::vector<int>& gaps) {
  model::CaseRecord record = good_record();
  record.calls.clear();
  record.exchanges.clear();
  std::chrono::milliseconds begin{0};
  for (const int gap : gaps) {
    record.calls.push_back(test::call(begin, begin + 900ms, test::success("{}")));
    record.exchanges.push_back(test::exchange(begin + 10ms, test::get_request("/x"), 503));
    record.exchanges.push_back(test::exchange(begin + 20ms + std::chrono::milliseconds(gap), test::get_request("/x")));
    begin += 1000ms;
  }
  return record;
}

}  // namespace

TEST_CASE("gives-up holds when the client ended every silent attempt in time", "[judge]") {
  CHECK(found("gives-up: 8s", waited({given_up(10ms, 2000ms), given_up(2100ms, 2500ms)})) ==
        "holds: the client gives up within 8s | it gave up after 2s500ms");
  CHECK(found("gives-up: {within: 2s}", waited({given_up(10ms, 2000ms), given_up(2100ms, 2500ms)})) ==
        "fails: the client gives up within 2s | it gave up after 2s500ms");
  CHECK(test::check_of("gives-up: 8s")->judge(waited({given_up(10ms, 2000ms)})).observed == "its bound was 2s");
}

TEST_CASE("gives-up fails when the client waited for the answer or until it was ended", "[judge]") {
  CHECK(found("gives-up: 8s", good_record()) ==
        "fails: the client gives up within 8s | it waited for the complete response");
  CHECK(found("gives-up: 8s", waited({})) == "fails: the client gives up within 8s | no attempt");
  model::Exchange open = given_up(10ms, 100ms);
  open.ended = {};
  CHECK(found("gives-up: 8s", waited({open})) ==
        "fails: the client gives up within 8s | it waited until jobrig stopped it");
  model::CaseRecord ended = waited({given_up(10ms, 5000ms)});
  ended.calls[0].timed_out = true;
  ended.calls[0].ended = test::at(5000ms);
  CHECK(found("gives-up: 8s", ended) == "fails: the client gives up within 8s | it waited until jobrig stopped it");
}

TEST_CASE("gives-up counts a handshake that stalls from the call or the attempt before", "[judge]") {
  model::Exchange first = given_up(10ms, 1000ms);
  first.request.clear();
  first.request_whole = {};
  first.handshake = "the client gave up";
  model::Exchange second = first;
  second.ended = test::at(1900ms);
  CHECK(found("gives-up: 8s", waited({first, second})) ==
        "holds: the client gives up within 8s | it gave up after 1s10ms");
}

TEST_CASE("mean-gap is judged over enough first gaps only", "[judge]") {
  CHECK(found("mean-gap: {at-least: 20ms, samples: 3}", retried_after({0, 30, 60})) ==
        "holds: a mean gap of at least 20ms | 30ms over 3 gaps");
  CHECK(found("mean-gap: {at-least: 31ms, samples: 3}", retried_after({0, 30, 60})) ==
        "fails: a mean gap of at least 31ms | 30ms over 3 gaps");
  CHECK(found("mean-gap: {at-most: 29ms, samples: 3}", retried_after({0, 30, 60})) ==
        "fails: a mean gap of at most 29ms | 30ms over 3 gaps");
  CHECK(found("mean-gap: 20ms", retried_after({0, 0})) ==
        "holds: a mean gap of at least 20ms | 2 gaps, too few to judge");
  CHECK_THROWS(test::check_of("mean-gap: {samples: 3}"));
}

TEST_CASE("polled compares the statuses that the client saw", "[judge]") {
  const std::string responses =
      R"([{"execution":{"status":"QUEUED"}},{"execution":{"status":"QUEUED"}},{},{"execution":{"status":"FAILED"}}])";
  CHECK(found("polled: {statuses: [QUEUED, none, FAILED]}", polled(responses)) ==
        "holds: QUEUED, none, FAILED | QUEUED, none, FAILED");
  CHECK(found("polled: {statuses: [QUEUED, FAILED]}", polled(responses)) ==
        "fails: QUEUED, FAILED | QUEUED, none, FAILED");
  CHECK(found("polled: {statuses: [IN_PROGRESS]}", good_record()) == "holds: IN_PROGRESS | IN_PROGRESS");
  CHECK(found("polled: {statuses: [IN_PROGRESS], call: 2}", good_record()) == "fails: IN_PROGRESS | no answer");
  CHECK_THROWS(test::check_of("polled: {}"));
  CHECK_THROWS(test::check_of("polled: {statuses: []}"));
  CHECK_THROWS(test::check_of("polled: {statuses: [DONE]}"));
}

TEST_CASE("order sees versions and times that go back", "[judge]") {
  const std::string expected = "versionNumber and lastUpdatedAt never go back | ";
  CHECK(found("order: {}", polled(R"([{"execution":{"versionNumber":1}},{},{"execution":{"versionNumber":"2"}}])")) ==
        "holds: " + expected + "3 answers in order");
  CHECK(found("order: {}", polled(R"([{"execution":{"versionNumber":2}},{},{"execution":{"versionNumber":1}}])")) ==
        "fails: " + expected + "versionNumber goes back from 2 to 1");
  CHECK(found("order: {}", polled(R"([{"execution":{"lastUpdatedAt":5.5}},{"execution":{"lastUpdatedAt":5}}])")) ==
        "fails: " + expected + "lastUpdatedAt goes back from 5.5 to 5");
  CHECK(found("order: {}", polled(R"([{"execution":{"versionNumber":"9223372036854775807"}},)"
                                  R"({"execution":{"versionNumber":"9223372036854775806"}}])"))
            .starts_with("fails: "));
}

TEST_CASE("order allows another execution to start over", "[judge]") {
  CHECK(found("order: {}", polled(R"([{"execution":{"jobId":"a","versionNumber":5}},)"
                                  R"({"execution":{"jobId":"b","versionNumber":1}}])"))
            .starts_with("holds: "));
}

// The journal in memory: its bounds, what it finds, and whom it wakes.
#include "journal/memory.h"

#include <string>
#include <vector>

#include "support/catch.h"

using namespace jobrig;
using journal::JournalFilter;
using journal::MemoryJournal;

namespace {

model::Exchange exchange(const std::string& thing, const std::string& job, int status = 200,
                         const std::string& rule = {}) {
  model::Exchange made;
  made.decision.operation = "DescribeJobExecution";
  made.decision.key = {thing, job};
  made.decision.rule = rule;
  made.status = status;
  return made;
}

void record(MemoryJournal& journal, model::Exchange made, int times = 1) {
  for (int i = 0; i < times; ++i) {
    journal.record(model::Exchange(made));
  }
}

std::vector<std::uint64_t> positions(const journal::JournalExtract& extract) {
  std::vector<std::uint64_t> all;
  for (const auto& one : extract.records) {
    all.push_back(one.position);
  }
  return all;
}

JournalFilter of_key(const std::string& thing, const std::string& job) {
  JournalFilter filter;
  filter.thing = thing;
  filter.job = job;
  return filter;
}

using Positions = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("records have positions in the order in which they came", "[journal]") {
  MemoryJournal journal;
  record(journal, exchange("a", "1"));
  record(journal, exchange("b", "1"));
  record(journal, exchange("a", "2"));
  CHECK(positions(journal.find({}, 10)) == Positions{1, 2, 3});
  CHECK(journal.last() == 3);
  CHECK(journal.find({}, 10).last == 3);
}

TEST_CASE("all strings of a record count towards the limit", "[journal]") {
  const auto kept = [](auto fill) {
    MemoryJournal journal(0, {100, 1'000'000});
    model::Exchange made = exchange("a", "1");
    fill(made);
    record(journal, made, 50);
    CHECK(journal.size().bytes <= 1'000'000);
    return journal.size().records;
  };
  const std::string large(100'000, 'x');
  CHECK(kept([](model::Exchange&) {}) == 50);
  CHECK(kept([&](model::Exchange& one) { one.request = large; }) == 9);
  CHECK(kept([&](model::Exchange& one) { one.answer = large; }) == 9);
  CHECK(kept([&](model::Exchange& one) { one.decision.authentication = large; }) == 9);
  CHECK(kept([&](model::Exchange& one) { one.decision.rule = large; }) == 9);
  CHECK(kept([&](model::Exchange& one) { one.decision.faults = {large, large}; }) == 4);
  CHECK(kept([&](model::Exchange& one) { one.refusal = large; }) == 9);
  CHECK(kept([&](model::Exchange& one) { one.handshake = large; }) == 9);
}

TEST_CASE("a filter matches what it names and globs", "[journal]") {
  MemoryJournal journal;
  record(journal, exchange("sensor-1", "calibrate", 200));
  record(journal, exchange("sensor-2", "calibrate", 503, "outage"));
  record(journal, exchange("lamp-1", "$next", 503));
  JournalFilter filter;
  filter.thing = "sensor-*";
  CHECK(positions(journal.find(filter, 10)) == Positions{1, 2});
  filter.status = 503;
  CHECK(positions(journal.find(filter, 10)) == Positions{2});
  filter = {};
  filter.rule = "";
  CHECK(positions(journal.find(filter, 10)) == Positions{1, 3});
  filter.operation = "Update*";
  CHECK(positions(journal.find(filter, 10)).empty());
  CHECK(positions(journal.find(of_key("lamp-1", "$next"), 10)) == Positions{3});
}

TEST_CASE("a limit leaves the newest or behind a position the first", "[journal]") {
  MemoryJournal journal;
  record(journal, exchange("a", "1"), 6);
  auto newest = journal.find({}, 2);
  CHECK(positions(newest) == Positions{5, 6});
  CHECK(newest.more);
  JournalFilter after;
  after.after = 2;
  auto first = journal.find(after, 2);
  CHECK(positions(first) == Positions{3, 4});
  CHECK(first.more);
  after.after = 4;
  CHECK(positions(journal.find(after, 2)) == Positions{5, 6});
  CHECK_FALSE(journal.find(after, 2).more);
  JournalFilter key = of_key("a", "1");
  key.after = 5;
  CHECK(positions(journal.find(key, 10)) == Positions{6});
}

TEST_CASE("a key with many records evicts only its own oldest records", "[journal]") {
  MemoryJournal journal(0, {3, std::size_t{1} << 20U});
  record(journal, exchange("quiet", "1"));
  record(journal, exchange("loud", "1"), 10);
  CHECK(positions(journal.find(of_key("quiet", "1"), 10)) == Positions{1});
  CHECK(journal.find(of_key("quiet", "1"), 10).evicted == 0);
  const auto loud = journal.find(of_key("loud", "1"), 10);
  CHECK(positions(loud) == Positions{9, 10, 11});
  CHECK(loud.evicted == 7);
  CHECK(journal.find({}, 10).evicted == 7);
  CHECK(journal.size().records == 4);
  CHECK(journal.size().evicted == 7);
}

TEST_CASE("beyond its byte limit the journal evicts the oldest records and counts them", "[journal]") {
  MemoryJournal journal(0, {100, 20'000});
  for (int i = 0; i < 100; ++i) {
    model::Exchange made = exchange("thing-" + std::to_string(i), "1");
    made.answer = std::string(1000, 'x');
    journal.record(std::move(made));
  }
  const auto size = journal.size();
  CHECK(size.records >= 5);
  CHECK(size.records <= 20);
  CHECK(size.records + size.evicted == 100);
  const auto all = journal.find({}, 100);
  CHECK(all.records.front().position == 101 - size.records);
  CHECK(all.evicted == size.evicted);
  // A key of which nothing is left may have been among those that went.
  CHECK(journal.find(of_key("thing-0", "1"), 10).evicted == size.evicted);
}

TEST_CASE("one record larger than all bytes is kept", "[journal]") {
  MemoryJournal journal(0, {100, 1000});
  model::Exchange made = exchange("a", "1");
  made.answer = std::string(100'000, 'x');
  record(journal, made, 2);
  CHECK(positions(journal.find({}, 10)) == Positions{2});
}

TEST_CASE("forgetting a key or a thing leaves the others", "[journal]") {
  MemoryJournal journal(0, {1, std::size_t{1} << 20U});
  record(journal, exchange("a", "1"), 2);
  record(journal, exchange("a", "2"));
  record(journal, exchange("b", "1"));
  journal.forget("a", "1");
  CHECK(positions(journal.find({}, 10)) == Positions{3, 4});
  CHECK(journal.find({}, 10).evicted == 0);
  journal.forget("a", std::nullopt);
  CHECK(positions(journal.find({}, 10)) == Positions{4});
  record(journal, exchange("a", "1"));
  CHECK(positions(journal.find({}, 10)) == Positions{4, 5});
}

TEST_CASE("positions go on where a journal before it ended", "[journal]") {
  MemoryJournal journal(41);
  CHECK(journal.find({}, 10).last == 41);
  record(journal, exchange("a", "1"));
  CHECK(positions(journal.find({}, 10)) == Positions{42});
}

TEST_CASE("who watches is woken once when so many that match have been there", "[journal]") {
  MemoryJournal journal;
  record(journal, exchange("a", "1"));
  int woken = 0;
  const auto watch = journal.watch(of_key("a", "1"), 3, [&] { ++woken; });
  record(journal, exchange("a", "1"));
  record(journal, exchange("b", "1"), 5);
  CHECK(woken == 0);
  record(journal, exchange("a", "1"));
  CHECK(woken == 1);
  record(journal, exchange("a", "1"), 5);
  CHECK(woken == 1);
}

TEST_CASE("who watches for what is there is woken at once and behind a position later", "[journal]") {
  MemoryJournal journal;
  record(journal, exchange("a", "1"), 2);
  int woken = 0;
  const auto at_once = journal.watch({}, 2, [&] { ++woken; });
  CHECK(woken == 1);
  JournalFilter later;
  later.after = 2;
  int later_woken = 0;
  const auto watch = journal.watch(later, 1, [&] { ++later_woken; });
  CHECK(later_woken == 0);
  record(journal, exchange("a", "1"));
  CHECK(later_woken == 1);
}

TEST_CASE("a canceled watch wakes no waiter and an ended journal wakes all", "[journal]") {
  MemoryJournal journal;
  int woken = 0;
  journal.watch({}, 1, [&] { ++woken; }).reset();
  record(journal, exchange("a", "1"));
  CHECK(woken == 0);
  JournalFilter later;
  later.after = 1;
  const auto watch = journal.watch(later, 1, [&] { ++woken; });
  journal.end();
  CHECK(woken == 1);
  const auto after_the_end = journal.watch(later, 1, [&] { ++woken; });
  CHECK(woken == 2);
}

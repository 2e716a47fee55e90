// The journal in memory without memory: each allocation of a call fails once.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "journal/memory.h"
#include "support/catch.h"
#include "support/failing_allocation.h"

using namespace jobrig;
using journal::MemoryJournal;

namespace {

model::Exchange exchange_of(const std::string& thing) {
  model::Exchange made;
  made.decision.key = {thing, "a job with a name that is longer than a short string"};
  made.request = std::string(2000, 'r');
  return made;
}

}  // namespace

TEST_CASE("a record for which there is no memory leaves the journal as it was", "[journal]") {
  MemoryJournal journal(0, {100, std::size_t{16} << 10U});
  for (int i = 0; i < 20; ++i) {
    journal.record(exchange_of("thing " + std::to_string(i % 4)));
  }
  int next = 0;
  std::uint64_t last = journal.last();
  const std::size_t failures = test::fail_each_allocation(
      [&] { journal.record(exchange_of("a thing that is new to the journal " + std::to_string(next++))); },
      [&] {
        const journal::JournalExtract all = journal.find({}, 1000);
        CHECK(all.records.size() == journal.size().records);
        CHECK((all.records.back().position == last || all.records.back().position == last + 1));
        last = journal.last();
      });
  CHECK(failures > 5);
  // All that were there are evicted by and by: each must still be found by its key.
  for (int i = 0; i < 50; ++i) {
    journal.record(exchange_of("another thing"));
  }
  CHECK(journal.find({}, 1000).records.size() == journal.size().records);
  journal.forget("another thing", std::nullopt);
  CHECK(journal.size().records == 0);
}

TEST_CASE("a watch for which there is no memory leaves the journal usable", "[journal]") {
  MemoryJournal journal;
  std::vector<std::unique_ptr<MemoryJournal::Watch>> watches;
  watches.reserve(100);
  int woken = 0;
  const std::size_t failures = test::fail_each_allocation(
      [&] {
        watches.push_back(
            journal.watch({"a thing with a long name", std::nullopt, {}, {}, {}}, 1, [&woken] { ++woken; }));
      },
      [&] { CHECK(journal.size().records == 0); });
  CHECK(failures > 1);
  journal.record(exchange_of("a thing with a long name"));
  CHECK(woken == 1);
}

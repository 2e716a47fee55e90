// The records that wait for the writer of a journal: every one comes out as the line that it would have been at once.
#include "journal/backlog.h"

#include <string>

#include "journal/line.h"
#include "support/catch.h"
#include "support/failing_allocation.h"

using namespace jobrig;
using namespace std::string_literals;
using journal::Backlog;
using journal::Block;

namespace {

model::Exchange exchange_number(std::uint64_t number) {
  model::Exchange exchange;
  exchange.number = number;
  exchange.connection = 3;
  exchange.arrived = base::Instant(std::chrono::seconds(1'800'000'000));
  exchange.request_whole = base::Monotonic(std::chrono::seconds(10));
  exchange.first_byte = exchange.request_whole + std::chrono::microseconds(17);
  exchange.last_byte = exchange.first_byte + std::chrono::microseconds(1);
  exchange.ended = exchange.last_byte + std::chrono::microseconds(2);
  exchange.close_reason = model::CloseReason::kReset;
  exchange.status = 200;
  exchange.request = "GET / \0 \xff"s;
  exchange.answer = std::string(number % 700, 'a');
  exchange.refusal = number % 2 == 0 ? "why" : "";
  exchange.decision = {"DescribeJobExecution", {"thing", "job"}, number, "rule", 2, {}, "Error", {}};
  exchange.decision.faults.resize(number % 3, "delay");
  return exchange;
}

void add(Backlog& backlog, const model::Exchange& exchange) { backlog.add(exchange, Backlog::size_of(exchange)); }

std::string lines_in(Backlog& backlog) {
  std::string lines;
  journal::LineScratch scratch;
  while (!backlog.empty()) {
    Block block = backlog.take();
    while (!block.is_read()) {
      block.append_line(lines, scratch);
    }
    backlog.give_back(std::move(block));
  }
  return lines;
}

}  // namespace

TEST_CASE("records come out of a backlog as lines in their order", "[journal][backlog]") {
  Backlog backlog;
  std::string expected;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    add(backlog, exchange_number(number));
    journal::append_journal_line(exchange_number(number), expected);
    if (number == 1500) {
      backlog.add_dropped(7, "the disk is too slow");
      journal::append_dropped_event(7, "the disk is too slow", expected);
    }
  }
  CHECK(backlog.has_full_block());
  CHECK(backlog.exchanges() == 3000);
  CHECK(lines_in(backlog) == expected);
  CHECK(backlog.exchanges() == 0);
}

TEST_CASE("a record that is larger than a block has a block of its own", "[journal][backlog]") {
  Backlog backlog;
  model::Exchange large = exchange_number(2);
  large.answer.assign(2 * Backlog::kBlock, 'a');
  std::string expected;
  for (const model::Exchange& exchange : {exchange_number(1), large, exchange_number(3)}) {
    add(backlog, exchange);
    journal::append_journal_line(exchange, expected);
  }
  CHECK(lines_in(backlog) == expected);
}

TEST_CASE("what is skipped in a block is counted", "[journal][backlog]") {
  Backlog backlog;
  add(backlog, exchange_number(1));
  backlog.add_dropped(2, "");
  Block block = backlog.take();
  CHECK(block.exchanges_left() == 1);
  CHECK(block.skip() == 1);
  CHECK(block.exchanges_left() == 0);
  CHECK(block.bytes_left() > 0);
  CHECK(block.skip() == 0);
  CHECK(block.is_read());
  CHECK(backlog.take().is_read());
}

TEST_CASE("a record for which there is no memory leaves a backlog as it was", "[journal][backlog]") {
  Backlog backlog;
  std::uint64_t number = 0;
  const std::size_t failures = test::fail_each_allocation(
      [&] {
        model::Exchange exchange;
        exchange.number = 1 + number;
        add(backlog, exchange);
        ++number;
      },
      [&] { CHECK(backlog.exchanges() == number); });
  CHECK(failures > 0);
  CHECK(journal::exchanges_in(lines_in(backlog)) == number);
}

TEST_CASE("a line for which there is no memory is still the next one", "[journal][backlog]") {
  Backlog backlog;
  add(backlog, exchange_number(100));
  Block block = backlog.take();
  std::string lines;
  journal::LineScratch scratch;
  const std::size_t failures = test::fail_each_allocation(
      [&] {
        if (block.is_read()) {  // a failure does not always prevent a line
          add(backlog, exchange_number(100));
          block = backlog.take();
        }
        lines.clear();
        block.append_line(lines, scratch);
      },
      [&] { CHECK(block.exchanges_left() == (block.is_read() ? 0U : 1U)); });
  CHECK(failures > 0);
  CHECK(journal::exchanges_in(lines) == 1);
}

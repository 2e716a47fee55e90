// The journal: a line of its file is one JSON value that gives the bytes back, and the journal in memory keeps its
// bounds whatever is recorded, asked and forgotten. The first line of the input are the steps, the rest is the request.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/base64.h"
#include "contract/json_document.h"
#include "fuzz/targets.h"
#include "journal/line.h"
#include "journal/memory.h"

namespace jobrig::fuzz {
namespace {

std::string bytes_in(const nlohmann::json& record, const std::string& name) {
  const auto text = record.find(name);
  return text != record.end() ? text->get<std::string>()
                              : base::from_base64(record.at(name + "_base64").get<std::string>()).value();
}

model::Exchange exchange_of(std::string_view bytes) {
  model::Exchange exchange;
  exchange.request = bytes;
  exchange.answer = std::string(bytes.rbegin(), bytes.rend());
  exchange.refusal = exchange.decision.rule = exchange.decision.key.thing = bytes.substr(0, 16);
  exchange.decision.faults = {std::string(bytes.substr(0, 3)), std::string(bytes)};
  exchange.status = static_cast<int>(bytes.size());
  return exchange;
}

void check_line(const model::Exchange& exchange) {
  std::string line;
  journal::append_journal_line(exchange, line);
  promise(line.ends_with("}\n") && std::count(line.begin(), line.end(), '\n') == 1, "a record is not one line");
  nlohmann::json record;
  promise(!contract::read_json(line, record), "a line is not JSON");
  promise(bytes_in(record, "request") == exchange.request && bytes_in(record, "answer") == exchange.answer,
          "a line does not give the bytes back");
}

journal::JournalFilter filter_of(char step) {
  journal::JournalFilter filter;
  filter.thing = std::string(1, step);
  filter.after = static_cast<unsigned char>(step) % 8U;
  if (static_cast<unsigned char>(step) % 3U == 0) {
    filter.job = "?";
  }
  return filter;
}

/// A letter records an exchange of that thing, an upper-case letter asks for it, other bytes ask and forget.
void take_steps(std::string_view steps, const std::string& request) {
  constexpr journal::JournalBounds kBounds{3, 4096};
  journal::MemoryJournal journal(0, kBounds);
  std::uint64_t recorded = 0;
  std::uint64_t woken = 0;
  const auto watch = journal.watch({}, 2, [&woken] { ++woken; });
  for (const char step : steps) {
    if (step >= 'a') {
      model::Exchange exchange;
      exchange.decision.key = {std::string(1, step), "j"};
      exchange.request = request;
      journal.record(std::move(exchange));
      ++recorded;
    } else if (step < ' ') {
      journal.forget(std::string(1, static_cast<char>('a' + step % 26)), std::nullopt);
    }
    const journal::JournalFilter filter = filter_of(step);
    const journal::JournalExtract extract = journal.find(filter, 2);
    promise(extract.records.size() <= 2 && extract.last == recorded, "an extract is too long or not up to date");
    std::uint64_t before = filter.after;
    for (const journal::JournalRecord& record : extract.records) {
      promise(record.position > before && filter.holds(*record.exchange), "an extract has a wrong record");
      before = record.position;
    }
    const journal::MemoryJournal::Size size = journal.size();
    promise(size.records + size.evicted <= recorded, "more is kept and evicted than was recorded");
  }
  promise(woken == (recorded >= 2 ? 1U : 0U), "a watch is woken too early, too late or twice");
}

}  // namespace

void fuzz_journal(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  check_line(exchange_of(bytes));
  take_steps(bytes.substr(0, std::min<std::size_t>(end, 64)), std::string(bytes.substr(end)));
}

}  // namespace jobrig::fuzz

#include "admin/event_exchanges.h"

#include <algorithm>

#include "base/json_string.h"
#include "journal/line.h"
#include "report/exchange_line.h"

namespace jobrig::admin {
namespace {

bool matches_all(const journal::JournalFilter& filter) {
  return !filter.thing && !filter.job && !filter.operation && !filter.rule && !filter.status;
}

std::string event_record(const journal::JournalRecord& record) {
  std::string json = "{\"position\":" + std::to_string(record.position) + ",";
  journal::append_journal_members(*record.exchange, json);
  json += ",\"text\":";
  base::append_json_string(json, report::exchange_line(*record.exchange));
  return json + "}";
}

}  // namespace

NewExchanges new_exchanges(const journal::MemoryJournal& journal, const journal::JournalFilter& filter,
                           std::size_t most) {
  constexpr std::size_t kAll = 1'000'000;  // more than fit into the journal
  journal::JournalFilter wanted = filter;
  NewExchanges found;
  if (matches_all(filter)) {
    wanted.after = 0;
    journal::JournalExtract extract = journal.find(wanted, most);
    std::erase_if(extract.records, [&](const auto& record) { return record.position <= filter.after; });
    found.last = std::max(extract.last, filter.after);
    found.matched = found.last - filter.after;
    found.records = std::move(extract.records);
    return found;
  }
  journal::JournalExtract extract = journal.find(wanted, kAll);
  found.last = std::max(extract.last, filter.after);
  found.matched = extract.records.size();
  const std::size_t surplus = extract.records.size() - std::min(most, extract.records.size());
  extract.records.erase(extract.records.begin(), extract.records.begin() + static_cast<std::ptrdiff_t>(surplus));
  found.records = std::move(extract.records);
  return found;
}

std::string exchanges_json(const NewExchanges& exchanges, std::size_t max_bytes) {
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (auto record = exchanges.records.rbegin(); record != exchanges.records.rend(); ++record) {
    std::string text = event_record(*record);
    bytes += text.size() + 1;
    if (bytes > max_bytes && !texts.empty()) {
      break;
    }
    texts.push_back(std::move(text));
  }
  std::string json = "{\"matched\":" + std::to_string(exchanges.matched) + ",\"records\":[";
  for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
    json.append(text == texts.rbegin() ? "" : ",").append(*text);
  }
  return json + "]}";
}

}  // namespace jobrig::admin

// Record query: what the routes for recorded exchanges and for recorded MQTT packets have in common: how many records a
// request asks for, how long it waits for them, and the text of the response. It stores no records.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "admin/call.h"
#include "base/clock.h"

namespace jobrig::admin {

constexpr std::uint64_t kRecordLimit = 100;
// Total size of the records in one response. JSON escapes of six bytes could make a response of the whole memory
// journal 200 MB large.
constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20U;

template <typename Filter>
struct RecordQuery {
  Filter filter;
  std::size_t limit = kRecordLimit;
  std::size_t count = 0;                         // number of records to wait for
  std::optional<base::Monotonic> deadline = {};  // of the wait; absent: respond at once
};

/// `limit` of the query.
std::size_t record_limit(const AdminCall& call, std::size_t otherwise = kRecordLimit);
/// `count` of the query. `waits`: it has `wait`, which alone stands for one record.
std::size_t record_count(const AdminCall& call, bool waits);
/// The end of a wait of so long, which begins now.
base::Monotonic record_deadline(const AdminCall& call, std::string_view wait);

/// `limit`, `count` and `wait` of the query, with the filter.
template <typename Filter>
RecordQuery<Filter> record_query(const AdminCall& call, Filter filter) {
  RecordQuery<Filter> query{std::move(filter), record_limit(call)};
  const std::optional<std::string> wait = query_text(call, "wait");
  query.count = record_count(call, wait.has_value());
  query.limit = std::max(query.limit, query.count);
  if (wait) {
    query.deadline = record_deadline(call, *wait);
  }
  return query;
}

/// The line of a journal file, with the position as its first member and without LF.
std::string with_position(std::string line, std::uint64_t position);

/// Returns the texts of the records that fit into `max_bytes` with commas between them, in order, and at least one.
/// `newest` selects the newest records, otherwise the oldest are selected.
template <typename Record>
std::vector<std::string> texts_that_fit(const std::vector<Record>& records, bool newest,
                                        std::string (*text_of)(const Record& record),
                                        std::size_t max_bytes = kMaxRecordBytes) {
  std::vector<std::string> texts;
  std::size_t size = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::string text = text_of(records[newest ? records.size() - 1 - i : i]);
    size += text.size() + 1;
    if (size > max_bytes && !texts.empty()) {
      break;
    }
    texts.push_back(std::move(text));
  }
  if (newest) {
    std::reverse(texts.begin(), texts.end());
  }
  return texts;
}

/// The texts with commas between them.
std::string joined(const std::vector<std::string>& texts);

/// How far the records of a response go.
struct RecordExtent {
  bool enough = false;  // as many as the query waits for
  bool more = false;    // the response does not have all
  std::uint64_t last = 0;
  std::uint64_t evicted = 0;
};

/// `extract`: what was found. `written`: how many of its records the response has. `wanted`: how many the query waits
/// for.
template <typename Extract>
RecordExtent extent_of(const Extract& extract, std::size_t written, std::size_t wanted) {
  const std::size_t found = extract.records.size();
  return {found >= wanted, extract.more || written < found, extract.last, extract.evicted};
}

/// `members`: more members between the records and the extent, each after a comma.
model::HttpReply records_reply(const std::vector<std::string>& texts, std::string_view members,
                               const RecordExtent& extent);

}  // namespace jobrig::admin

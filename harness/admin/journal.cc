// Admin routes for recorded exchanges: the journal in memory, with a query that can wait for records, and near misses.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/routes.h"
#include "base/deadline.h"
#include "base/units.h"
#include "http/request_parser.h"
#include "journal/line.h"
#include "plan/near_misses.h"
#include "serve/framer.h"

namespace jobrig::admin {
namespace {

constexpr std::uint64_t kLimit = 100;
constexpr std::uint64_t kMaxLimit = 1000;
constexpr std::uint64_t kMissesLimit = 10;
constexpr std::size_t kMaxMisses = 5;  // number of rules listed per request
constexpr base::Duration kMaxWait = std::chrono::hours(1);
// Total size of the records in one response. JSON escapes of six bytes could make a response of the whole memory
// journal 200 MB large.
constexpr std::size_t kMaxRecords = std::size_t{16} << 20U;

struct JournalQuery {
  journal::JournalFilter filter;
  std::size_t limit = kLimit;
  std::size_t count = 0;  // number of records to wait for
};

JournalQuery query_of(const AdminCall& call) {
  JournalQuery query;
  query.filter = filter_of(call);
  query.limit = query_number(call, "limit", kMaxLimit).value_or(kLimit);
  return query;
}

/// Returns the line of the journal file, with the position as its first member.
std::string record_text(const journal::JournalRecord& record) {
  std::string line;
  journal::append_journal_line(*record.exchange, line);
  line.pop_back();
  line.replace(0, 1, "{\"position\":" + std::to_string(record.position) + ",");
  return line;
}

/// Returns the texts of the records that fit into one response, in order, and at least one. `newest` selects the newest
/// records, otherwise the oldest are selected.
std::vector<std::string> texts_that_fit(std::vector<journal::JournalRecord> records, bool newest) {
  if (newest) {
    std::reverse(records.begin(), records.end());
  }
  std::vector<std::string> texts;
  std::size_t size = 0;
  for (const journal::JournalRecord& record : records) {
    std::string text = record_text(record);
    size += text.size();
    if (size > kMaxRecords && !texts.empty()) {
      break;
    }
    texts.push_back(std::move(text));
  }
  if (newest) {
    std::reverse(texts.begin(), texts.end());
  }
  return texts;
}

nlohmann::ordered_json changes_json(const hosting::Sandbox& sandbox, const JournalQuery& query) {
  auto changes = nlohmann::ordered_json::array();
  for (const journal::AuditRecord& record : sandbox.changes(query.filter.after, query.limit)) {
    changes.push_back(nlohmann::ordered_json{{"number", record.number},
                                             {"position", record.position},
                                             {"arrived", base::format_instant(record.when)},
                                             {"who", record.who},
                                             {"what", record.what}});
  }
  return changes;
}

model::HttpReply journal_reply(const hosting::Sandbox& sandbox, const hosting::Generation& generation,
                               const JournalQuery& query) {
  const journal::JournalExtract extract = generation.journal.find(query.filter, query.limit);
  const std::vector<std::string> texts = texts_that_fit(extract.records, query.filter.after == 0);
  std::string text = "{\"records\":[";
  for (const std::string& record : texts) {
    text += &record == texts.data() ? "" : ",";
    text += record;
  }
  const bool enough = extract.records.size() >= query.count;
  const bool more = extract.more || texts.size() < extract.records.size();
  text += "],\"changes\":" +
          changes_json(sandbox, query).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text += std::string(",\"enough\":") + (enough ? "true" : "false") + ",\"more\":" + (more ? "true" : "false") +
          ",\"last\":" + std::to_string(extract.last) + ",\"evicted\":" + std::to_string(extract.evicted) + "}\n";
  return json_text_reply(200, std::move(text));
}

/// Waits for records of one generation. If the sandbox is reset meanwhile, the wait ends immediately.
class JournalWait final : public model::PendingReply {
 public:
  JournalWait(std::shared_ptr<hosting::Sandbox> sandbox, std::shared_ptr<hosting::Generation> generation,
              JournalQuery query, base::Monotonic deadline)
      : sandbox_(std::move(sandbox)),
        generation_(std::move(generation)),
        query_(std::move(query)),
        deadline_(deadline) {}

  void when_ready(std::function<void()> wake) override {
    watch_ = generation_->journal.watch(query_.filter, query_.count, std::move(wake));
  }
  [[nodiscard]] base::Monotonic deadline() const override { return deadline_; }
  model::Reply reply() override { return journal_reply(*sandbox_, *generation_, query_); }

 private:
  std::shared_ptr<hosting::Sandbox> sandbox_;
  std::shared_ptr<hosting::Generation> generation_;
  JournalQuery query_;
  base::Monotonic deadline_;
  std::unique_ptr<journal::MemoryJournal::Watch> watch_;
};

/// Returns the planner's verdicts on the request of a record; nothing if the request was not valid HTTP.
std::vector<plan::RuleVerdict> nearest_to(const hosting::Sandbox& sandbox, hosting::Generation& generation,
                                          const model::Exchange& exchange) {
  const serve::FramerLimits limits;
  serve::Framer framer(limits);
  serve::Framer::Progress progress = framer.advance(exchange.request);
  if (progress == serve::Framer::Progress::kSendContinue) {
    progress = framer.advance(exchange.request);
  }
  if (progress != serve::Framer::Progress::kWhole) {
    return {};
  }
  model::Request request;
  framer.read(exchange.request, request);
  request.base_path = sandbox.id().empty() ? 0 : sandbox.id().size() + 1;
  model::Call asked;
  http::parse_request(request, generation.scenario->edition, asked);
  return plan::nearest_misses(generation.planner.weigh(asked), kMaxMisses);
}

}  // namespace

model::Plan answer_journal(const AdminCall& call) {
  JournalQuery query = query_of(call);
  const auto wait = query_text(call, "wait");
  const auto count = query_number(call, "count", kMaxLimit);
  query.count = count.value_or(wait ? 1 : 0);
  query.limit = std::max(query.limit, query.count);
  std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  if (!wait) {
    return plan_for(journal_reply(*call.sandbox, *generation, query));
  }
  const base::Duration longest = duration_in(*wait, "wait", kMaxWait);
  const base::Monotonic deadline = base::deadline(call.subject.sandboxes.monotonic(), longest);
  model::Plan plan;
  plan.pending = std::make_shared<JournalWait>(call.sandbox, std::move(generation), std::move(query), deadline);
  return plan;
}

model::Plan answer_near_misses(const AdminCall& call) {
  JournalQuery query = query_of(call);
  query.filter.rule = "";
  query.limit = query_number(call, "limit", kLimit).value_or(kMissesLimit);
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const journal::JournalExtract extract = generation->journal.find(query.filter, query.limit);
  auto requests = nlohmann::ordered_json::array();
  for (const journal::JournalRecord& record : extract.records) {
    const model::Exchange& exchange = *record.exchange;
    auto misses = nlohmann::ordered_json::array();
    for (const plan::RuleVerdict& verdict : nearest_to(*call.sandbox, *generation, exchange)) {
      misses.push_back(
          {{"rule", verdict.rule->name}, {"line", verdict.rule->location.line}, {"reasons", verdict.reasons}});
    }
    requests.push_back({{"position", record.position},
                        {"request", exchange.request.substr(0, exchange.request.find_first_of("\r\n"))},
                        {"operation", exchange.decision.operation},
                        {"thing", exchange.decision.key.thing},
                        {"job", exchange.decision.key.job},
                        {"status", exchange.status},
                        {"misses", std::move(misses)}});
  }
  return plan_for(json_reply(200, {{"requests", std::move(requests)}, {"more", extract.more}, {"last", extract.last}}));
}

}  // namespace jobrig::admin

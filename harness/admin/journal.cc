// Admin routes for recorded exchanges: the journal in memory, with a query that can wait for records, and near misses.
#include <nlohmann/json.hpp>
#include <utility>

#include "admin/record_query.h"
#include "admin/routes.h"
#include "base/units.h"
#include "http/request_parser.h"
#include "journal/line.h"
#include "plan/near_misses.h"
#include "serve/framer.h"

namespace jobrig::admin {
namespace {

constexpr std::size_t kMissesLimit = 10;
constexpr std::size_t kMaxMisses = 5;  // number of rules listed per request

using JournalQuery = RecordQuery<journal::JournalFilter>;

std::string record_text(const journal::JournalRecord& record) {
  std::string line;
  journal::append_journal_line(*record.exchange, line);
  return with_position(std::move(line), record.position);
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
  const std::vector<std::string> texts = texts_that_fit(extract.records, query.filter.after == 0, record_text);
  const std::string changes =
      ",\"changes\":" +
      changes_json(sandbox, query).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return records_reply(texts, changes, extent_of(extract, texts.size(), query.count));
}

/// Waits for records of one generation. If the sandbox is reset meanwhile, the wait ends immediately.
class JournalWait final : public model::PendingReply {
 public:
  /// `query` has a deadline.
  JournalWait(std::shared_ptr<hosting::Sandbox> sandbox, std::shared_ptr<hosting::Generation> generation,
              JournalQuery query)
      : sandbox_(std::move(sandbox)), generation_(std::move(generation)), query_(std::move(query)) {}

  void when_ready(std::function<void()> wake) override {
    watch_ = generation_->journal.watch(query_.filter, query_.count, std::move(wake));
  }
  [[nodiscard]] base::Monotonic deadline() const override { return *query_.deadline; }
  model::Reply reply() override { return journal_reply(*sandbox_, *generation_, query_); }

 private:
  std::shared_ptr<hosting::Sandbox> sandbox_;
  std::shared_ptr<hosting::Generation> generation_;
  JournalQuery query_;
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
  JournalQuery query = record_query(call, filter_of(call));
  std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  if (!query.deadline) {
    return plan_for(journal_reply(*call.sandbox, *generation, query));
  }
  model::Plan plan;
  plan.pending = std::make_shared<JournalWait>(call.sandbox, std::move(generation), std::move(query));
  return plan;
}

model::Plan answer_near_misses(const AdminCall& call) {
  journal::JournalFilter filter = filter_of(call);
  filter.rule = "";
  const std::size_t limit = record_limit(call, kMissesLimit);
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const journal::JournalExtract extract = generation->journal.find(filter, limit);
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

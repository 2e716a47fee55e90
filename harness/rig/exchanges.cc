#include "rig/exchanges.h"

#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "base/glob.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "contract/operations.h"
#include "report/exchange_line.h"

namespace jobrig::rig {
namespace {

constexpr int kMaxStatus = 999;

/// `kind`: what the words are: `operation`.
void require_match(const std::optional<std::string>& glob, const std::vector<std::string_view>& words,
                   std::string_view kind) {
  const auto matches = [&glob](std::string_view word) { return base::glob_matches(*glob, word); };
  if (glob && !glob->empty() && std::none_of(words.begin(), words.end(), matches)) {
    throw std::invalid_argument("the filter can never match: unknown " + std::string(kind) + " " + base::quoted(*glob) +
                                base::did_you_mean(*glob, words));
  }
}

}  // namespace

journal::JournalFilter journal_filter(const ExchangeFilter& filter, const model::Scenario& scenario) {
  std::vector<std::string_view> operations;
  for (const contract::OperationRow& row : contract::operations()) {
    operations.push_back(row.name);
  }
  require_match(filter.operation, operations, "operation");
  std::vector<std::string_view> rules;
  for (const model::Rule& rule : scenario.rules) {
    rules.push_back(rule.name);
  }
  require_match(filter.rule, rules, "rule");
  if (filter.status && (*filter.status < 0 || *filter.status > kMaxStatus)) {
    throw std::invalid_argument("the filter can never match: the status must be from 0 to 999, not " +
                                std::to_string(*filter.status));
  }
  return {filter.thing, filter.job, filter.operation, filter.rule, filter.status, filter.after};
}

Exchange exchange_of(const journal::JournalRecord& record) {
  const model::Exchange& from = *record.exchange;
  Exchange to;
  to.position = record.position;
  to.connection = from.connection;
  to.operation = from.decision.operation;
  to.thing = from.decision.key.thing;
  to.job = from.decision.key.job;
  to.rule = from.decision.rule;
  to.answer = from.decision.step;
  to.faults = from.decision.faults;
  to.error = from.decision.error;
  to.authentication = from.decision.authentication;
  to.status = from.status;
  to.request = from.request;
  to.response = from.answer;
  to.close_reason = model::close_reason_word(from.close_reason);
  to.refusal = from.refusal;
  to.handshake = from.handshake;
  to.arrived = from.arrived;
  to.received = from.request_whole;
  to.ended = from.ended;
  to.summary = report::exchange_line(from);
  return to;
}

std::string text_of(const ExchangeFilter& filter) {
  std::string text;
  const auto add = [&text](std::string_view name, const std::string& value) {
    text.append(text.empty() ? " (" : ", ").append(name).append(" ").append(value);
  };
  const auto add_text = [&add](std::string_view name, const std::optional<std::string>& value) {
    if (value) {
      add(name, base::quoted(*value));
    }
  };
  add_text("thing", filter.thing);
  add_text("job", filter.job);
  add_text("operation", filter.operation);
  add_text("rule", filter.rule);
  if (filter.status) {
    add("status", std::to_string(*filter.status));
  }
  if (filter.after > 0) {
    add("after position", std::to_string(filter.after));
  }
  return text.empty() ? "" : text + ")";
}

}  // namespace jobrig::rig

namespace jobrig {

std::ostream& operator<<(std::ostream& out, const Exchange& exchange) { return out << exchange.summary; }

}  // namespace jobrig

#include "experiment/attempts.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.h"
#include "base/units.h"
#include "model/conformance_words.h"
#include "model/exchange.h"
#include "wire/request.h"
#include "wire/response.h"

namespace jobrig::experiment {
namespace {

using Json = nlohmann::json;

// Calls that a client gave up stay open. This many are those of a fleet of 100,000 devices.
constexpr std::size_t kMaxOpenCalls = 100'000;
constexpr int kTooManyRequests = 429;
constexpr int kFirstServerError = 500;

std::string text_in(const Json& record, const char* key) {
  const auto found = record.find(key);
  return found != record.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_in(const Json& record, const char* key, std::int64_t otherwise) {
  const auto found = record.find(key);
  return found != record.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

/// `request` or `request_base64`.
std::string bytes_in(const Json& record, const std::string& key) {
  const std::string encoded = text_in(record, (key + "_base64").c_str());
  return encoded.empty() ? text_in(record, key.c_str()) : base::from_base64(encoded).value_or("");
}

base::Result<Json> read_body(std::string_view journal) {
  Json body = Json::parse(journal, nullptr, false);
  if (!body.is_object() || !body.contains("records") || !body["records"].is_array() ||
      number_in(body, "last", -1) < 0) {
    return base::Error{"the response to GET /journal is not that of a mock"};
  }
  return body;
}

/// Whether clients retry after it.
bool is_retryable(const wire::Response& response, bool answered) {
  return !answered || response.status == kTooManyRequests || response.status >= kFirstServerError;
}

}  // namespace

base::Result<std::uint64_t> newest_position(std::string_view journal) {
  const auto body = read_body(journal);
  return body ? base::Result(static_cast<std::uint64_t>(number_in(*body, "last", 0))) : body.error();
}

std::uint64_t Attempts::call_of(const std::string& key, bool open) {
  const auto found = open_.find(key);
  const bool is_new = found == open_.end();
  const std::uint64_t call = is_new ? ++calls_ : found->second;
  if (is_new && open) {
    if (open_.size() >= kMaxOpenCalls) {
      open_.clear();
    }
    open_.emplace(key, call);
  } else if (!is_new && !open) {
    open_.erase(found);
  }
  return call;
}

base::Result<JournalPage> Attempts::read(std::string_view journal) {
  const auto body = read_body(journal);
  if (!body) {
    return body.error();
  }
  JournalPage page;
  const auto more = body->find("more");
  page.more = more != body->end() && more->is_boolean() && more->get<bool>();
  for (const Json& record : (*body)["records"]) {
    const auto position = static_cast<std::uint64_t>(number_in(record, "position", 0));
    if (position > position_) {
      page.lost += position - position_ - 1;
      position_ = position;
    }
    const std::string operation = text_in(record, "operation");
    const auto arrived = base::parse_instant(text_in(record, "arrived"));
    if (operation.empty() || !arrived) {
      continue;
    }
    model::Exchange exchange;
    exchange.status = static_cast<int>(number_in(record, "status", 0));
    exchange.answer = bytes_in(record, "answer");
    exchange.request = bytes_in(record, "request");
    exchange.close_reason =
        model::close_reason_named(text_in(record, "close_reason")).value_or(model::CloseReason::kReset);
    const wire::Response response = wire::read_response(exchange);
    Attempt attempt;
    attempt.arrived = *arrived;
    attempt.answered =
        response.problem.empty() && response.status != 0 && exchange.close_reason != model::CloseReason::kClientGaveUp;
    attempt.success = attempt.answered && response.is_success();
    attempt.took = base::Duration(std::max<std::int64_t>(number_in(record, "last_byte_us", 0), 0));
    const wire::Request request = wire::read_request(exchange.request);
    const std::string id(request.header("amz-sdk-invocation-id"));
    attempt.call =
        call_of(id.empty() ? operation + '\n' + text_in(record, "thing") + '\n' + text_in(record, "job") : id,
                is_retryable(response, attempt.answered));
    page.attempts.push_back(attempt);
    if (std::string rule = text_in(record, "rule"); !rule.empty()) {
      page.rules.insert(std::move(rule));
    }
  }
  return page;
}

}  // namespace jobrig::experiment

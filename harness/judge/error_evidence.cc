#include "judge/error_evidence.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "contract/errors.h"
#include "judge/outcome_words.h"
#include "wire/attempts.h"
#include "wire/exact_json.h"
#include "wire/response.h"

namespace jobrig::judge {
namespace {

constexpr int kFirstRedirect = 300;
constexpr int kFirstError = 400;

// Python, JavaScript, Java, .NET, Ruby, Go and Rust, sorted. RecursionError and RangeError are not among them: a limit
// of nesting is allowed (RFC 8259, section 9).
constexpr std::array<std::string_view, 21> kProgrammingErrors{"ArgumentNullException",
                                                              "ArrayIndexOutOfBoundsException",
                                                              "AssertionError",
                                                              "AttributeError",
                                                              "ClassCastException",
                                                              "ImportError",
                                                              "IndexError",
                                                              "IndexOutOfBoundsException",
                                                              "IndexOutOfRangeException",
                                                              "InvalidCastException",
                                                              "KeyError",
                                                              "KeyNotFoundException",
                                                              "NameError",
                                                              "NoMethodError",
                                                              "NullPointerException",
                                                              "NullReferenceException",
                                                              "ReferenceError",
                                                              "SyntaxError",
                                                              "TypeError",
                                                              "UnboundLocalError",
                                                              "panic"};

std::vector<const model::Exchange*> exchanges_of(const model::CaseRecord& record, std::size_t call) {
  std::vector<const model::Exchange*> exchanges;
  for (const std::size_t one : wire::requests_of(record, call + 1)) {
    exchanges.push_back(&record.exchanges[one]);
  }
  return exchanges;
}

/// A response that nothing happened to, and that is no redirect.
bool is_plain(const model::Exchange& exchange) {
  return exchange.status != 0 && exchange.decision.faults.empty() && exchange.refusal.empty() &&
         exchange.close_reason != model::CloseReason::kReset &&
         exchange.close_reason != model::CloseReason::kClientGaveUp &&
         (exchange.status < kFirstRedirect || exchange.status >= kFirstError) &&
         wire::read_response(exchange).problem.empty();
}

bool is_error_in_json(const model::Exchange& exchange) {
  const wire::Response response = wire::read_response(exchange);
  const auto body = wire::read_exact_json(response.body);
  return is_plain(exchange) && response.status >= kFirstError && body && body->is_map();
}

/// Whether a response whose status is a success can be taken for an error: its bytes are not known, or name one.
/// It searches the bytes, because a fault can have made them anything: not JSON, or cut.
bool names_an_error(const model::Exchange& exchange) {
  return !exchange.decision.faults.empty() &&
         (exchange.answer.empty() || exchange.answer.find("Exception") != std::string::npos ||
          exchange.answer.find("rror") != std::string::npos);
}

/// `exchanges`: of the call. `nothing_sent`: in the whole case, to requests or to bytes that are none.
std::optional<std::string> contradiction_of_kind(model::FailureKind kind,
                                                 const std::vector<const model::Exchange*>& exchanges,
                                                 bool nothing_sent) {
  const bool all_plain = !exchanges.empty() && std::all_of(exchanges.begin(), exchanges.end(),
                                                           [](const auto* one) { return is_plain(*one); });
  const bool any_error = std::any_of(exchanges.begin(), exchanges.end(), [](const auto* one) {
    return one->status >= kFirstRedirect || names_an_error(*one);
  });
  switch (kind) {
    case model::FailureKind::kUnknown:
      return std::nullopt;
    case model::FailureKind::kService:
      return any_error ? std::nullopt : std::optional<std::string>("no response was an error");
    case model::FailureKind::kTransport:
      return all_plain ? std::optional<std::string>("all responses were complete") : std::nullopt;
    case model::FailureKind::kTimeout:
      return all_plain && exchanges.size() == 1 ? std::optional<std::string>("the response was complete")
                                                : std::nullopt;
    case model::FailureKind::kDecoding:
      if (nothing_sent) {
        return "no response was sent";
      }
      return !exchanges.empty() && is_error_in_json(*exchanges.back())
                 ? std::optional<std::string>("the response was an error in JSON")
                 : std::nullopt;
    case model::FailureKind::kValidation:
      return exchanges.empty() ? std::nullopt : std::optional<std::string>("the client had sent a request");
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> last_status(const model::CaseRecord& record, std::size_t call) {
  std::optional<int> status;
  for (const model::Exchange* const one : exchanges_of(record, call)) {
    status = one->status != 0 ? one->status : status;
  }
  return status;
}

bool last_response_has_execution(const model::CaseRecord& record, std::size_t call) {
  const auto exchanges = exchanges_of(record, call);
  const auto body =
      exchanges.empty() ? std::nullopt : wire::read_exact_json(wire::read_response(*exchanges.back()).body);
  const base::Node* const execution = body ? body->find("execution") : nullptr;
  return execution != nullptr && execution->is_map() && !execution->entries.empty();
}

bool is_programming_error(const std::string& name) {
  const std::string_view bare = bare_class_name(name);
  return std::find(kProgrammingErrors.begin(), kProgrammingErrors.end(), bare) != kProgrammingErrors.end();
}

std::optional<std::string> contradiction_of_error(const model::CaseRecord& record, std::size_t call,
                                                  const model::ClientOutcome& outcome) {
  if (record.mqtt) {
    return is_programming_error(outcome.error) ? std::optional("that is a mistake in the program") : std::nullopt;
  }
  const auto exchanges = exchanges_of(record, call);
  const bool sent = std::any_of(exchanges.begin(), exchanges.end(), [&](const auto* one) {
    return one->answer.find(bare_class_name(outcome.error)) != std::string::npos;
  });
  if (is_programming_error(outcome.error) && !sent) {
    return "that is a mistake in the program";
  }
  if (contract::error_named(bare_class_name(outcome.error)) != nullptr && !sent) {
    return "no response had that name";
  }
  const auto status = last_status(record, call);
  if (outcome.status && status && *outcome.status != *status) {
    return "the status was " + std::to_string(*status);
  }
  return contradiction_of_kind(outcome.failure, exchanges, record.exchanges.empty());
}

}  // namespace jobrig::judge

// stops: after a response with a terminal status of the execution, the client sends no more requests in that call.
//   stops: {}
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/json_document.h"
#include "contract/statuses.h"
#include "judge/make_check.h"
#include "wire/attempts.h"
#include "wire/request.h"

namespace jobrig::judge {
namespace {

constexpr int kOk = 200;

/// The terminal status in a complete response from the server. Empty when there is none.
std::string terminal_status(const model::Exchange& exchange) {
  const std::string_view text = wire::body_of_answer(exchange.answer);
  nlohmann::json body;
  if (exchange.status != kOk || text.data() == nullptr || contract::read_json(text, body) || !body.is_object()) {
    return "";
  }
  const nlohmann::json execution = body.value("execution", nlohmann::json());
  const auto status = execution.is_object() ? execution.find("status") : execution.end();
  if (!execution.is_object() || status == execution.end() || !status->is_string()) {
    return "";
  }
  const auto word = status->get<std::string>();
  const auto known = contract::status_named(word);
  return known && contract::is_terminal(*known) ? word : "";
}

model::Finding judge_stops(const model::CaseRecord& record) {
  const std::string expected = "no request after a terminal status";
  bool seen = false;
  for (const auto& indices : wire::requests_by_call(record)) {
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const std::string status = terminal_status(record.exchanges[indices[i]]);
      seen = seen || !status.empty();
      if (!status.empty() && i + 1 < indices.size()) {
        return {false,
                expected,
                count_in_words(indices.size() - i - 1, "request") + " after " + status,
                "",
                {indices.begin() + static_cast<std::ptrdiff_t>(i), indices.end()}};
      }
    }
  }
  return {true, expected, seen ? "none" : "no response had a terminal status"};
}

CheckPointer make_stops(Settings& settings) { return make_plain_check(settings, judge_stops); }

}  // namespace

void declare_stops(std::vector<CheckKind>& kinds) {
  kinds.push_back({"stops", "the client sends no request after a terminal status", "stops: {}", make_stops});
}

}  // namespace jobrig::judge

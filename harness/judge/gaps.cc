// gaps: the time between the end of a response and the arrival of the next request of the same call.
//   gaps: {before: 2, at-least: 1s, at-most: 6s}     before the second request of a call; `every` (default): all gaps
//   gaps: {at-most: 20s, call: 1}
// Good clients use random delays (full jitter, from 0). A case may therefore require `at-least` only after a hint from
// the server. A missing request has no gap and is not judged here: `requests` counts the requests.
#include <optional>
#include <string>
#include <utility>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

using namespace std::chrono_literals;

// The tolerance for early timers: Node.js timers count milliseconds and round down.
constexpr base::Duration kEarlyTimer = 5ms;

struct GapCriteria {
  std::optional<std::size_t> before;  // index of the request, from 2; nothing: all requests
  std::optional<base::Duration> at_least;
  std::optional<base::Duration> at_most;
  std::optional<std::size_t> call;
};

std::string gap_in_words(const GapCriteria& wanted) {
  std::string words = wanted.at_least ? "at least " + base::format_duration(*wanted.at_least) : "";
  words += wanted.at_least && wanted.at_most ? " and " : "";
  words += wanted.at_most ? "at most " + base::format_duration(*wanted.at_most) : "";
  return words + " before " + (wanted.before ? "request " + std::to_string(*wanted.before) : "each next request");
}

bool fits(const GapCriteria& wanted, base::Duration gap) {
  return (!wanted.at_least || gap + kEarlyTimer >= *wanted.at_least) && (!wanted.at_most || gap <= *wanted.at_most);
}

model::Finding judge_gaps(const GapCriteria& wanted, const model::CaseRecord& record) {
  model::Finding finding{true, gap_in_words(wanted), "no such gap"};
  const auto calls = wire::requests_by_call(record);
  bool found = false;
  for (std::size_t call = 0; call < calls.size(); ++call) {
    for (std::size_t i = 1; i < calls[call].size(); ++i) {
      if ((wanted.call && *wanted.call != call + 1) || (wanted.before && *wanted.before != i + 1)) {
        continue;
      }
      const auto& last = record.exchanges[calls[call][i - 1]];
      const auto& next = record.exchanges[calls[call][i]];
      const base::Duration gap = between(wire::answered_at(last), wire::arrival_of(next));
      const bool good = fits(wanted, gap);
      if (!found || !good) {
        finding.actual = shown_time(gap) + " before request " + std::to_string(i + 1);
        finding.evidence = {calls[call][i - 1], calls[call][i]};
      }
      found = true;
      if (!good) {
        finding.holds = false;
        return finding;
      }
    }
  }
  return finding;
}

/// The index of the request. Nothing: all requests.
std::optional<std::size_t> read_before(Settings& settings) {
  constexpr std::int64_t kMaxRequest = 1000;
  const base::Node* const before = settings.node({"before",
                                                  "which request of a call, from 2, or every",
                                                  "integer",
                                                  Need::kOptional,
                                                  "every",
                                                  {"every"},
                                                  2,
                                                  kMaxRequest});
  if (before == nullptr || (before->is_scalar() && before->text == "every")) {
    return std::nullopt;
  }
  const auto number = base::read_integer(*before, "\"before\"", 2, kMaxRequest, settings.diagnostics());
  return number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

CheckPointer make_gaps(Settings& settings) {
  GapCriteria wanted;
  wanted.before = read_before(settings);
  wanted.at_least = settings.duration("at-least", "the shortest gap");
  wanted.at_most = settings.duration("at-most", "the longest gap");
  wanted.call = settings.call("the call; every call when it is not given");
  if (!wanted.at_least && !wanted.at_most) {
    settings.report("at-most", "\"gaps\" checks nothing; state \"at-least\" or \"at-most\"");
  }
  if (wanted.at_least && wanted.at_most && *wanted.at_most < *wanted.at_least) {
    settings.report("at-most", "\"at-most\" is less than \"at-least\"");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [wanted](const model::CaseRecord& record) { return judge_gaps(wanted, record); });
}

}  // namespace

void declare_gaps(std::vector<CheckKind>& kinds) {
  kinds.push_back(
      {"gaps", "the time between a response and the next request", "gaps: {before: 2, at-least: 1s}", make_gaps});
}

}  // namespace jobrig::judge

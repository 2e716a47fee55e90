// gaps: the time between the end of an answer and the arrival of the next request of the same call.
//   gaps: {before: 2, at-least: 1s, at-most: 6s}     before the second request of a call; `every` (default): all gaps
//   gaps: {at-most: 20s, call: 1}
// Delays are random in good clients (full jitter: anything from nothing on), so a case may demand `at-least` only where
// the server gave a hint. A gap that there was not (the request did not come) is not judged: `requests` counts them.
#include <optional>
#include <string>
#include <utility>

#include "base/units.h"
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/time_words.h"

namespace jobrig::judge {
namespace {

using namespace std::chrono_literals;

// Timers of clients are allowed to be early by so much: Node's count whole milliseconds and cut them off.
constexpr base::Duration kGrain = 5ms;

struct Demand {
  std::optional<std::size_t> before;  // which request, from 2; nothing: every one
  std::optional<base::Duration> at_least;
  std::optional<base::Duration> at_most;
  std::optional<std::size_t> call;
};

std::string in_words(const Demand& demand) {
  std::string words = demand.at_least ? "at least " + base::format_duration(*demand.at_least) : "";
  words += demand.at_least && demand.at_most ? " and " : "";
  words += demand.at_most ? "at most " + base::format_duration(*demand.at_most) : "";
  return words + " before " + (demand.before ? "request " + std::to_string(*demand.before) : "each next request");
}

bool fits(const Demand& demand, base::Duration gap) {
  return (!demand.at_least || gap + kGrain >= *demand.at_least) && (!demand.at_most || gap <= *demand.at_most);
}

model::Finding judge(const Demand& demand, const model::CaseRecord& record) {
  model::Finding finding{true, in_words(demand), "no such gap"};
  const auto calls = requests_by_call(record);
  bool found = false;
  for (std::size_t call = 0; call < calls.size(); ++call) {
    for (std::size_t i = 1; i < calls[call].size(); ++i) {
      if ((demand.call && *demand.call != call + 1) || (demand.before && *demand.before != i + 1)) {
        continue;
      }
      const auto& last = record.exchanges[calls[call][i - 1]];
      const auto& next = record.exchanges[calls[call][i]];
      const base::Duration gap = between(answered_at(last), arrival_of(next));
      const bool good = fits(demand, gap);
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

}  // namespace

std::shared_ptr<const model::Check> parse_gaps(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "gaps", "", diagnostics);
  base::Fields& fields = read.fields();
  Demand demand;
  const base::Node* const before = fields.node("before");
  if (before != nullptr && !(before->is_scalar() && before->text == "every")) {
    constexpr std::int64_t kMax = 1000;
    if (const auto number = fields.integer("before", 2, kMax)) {
      demand.before = static_cast<std::size_t>(*number);
    }
  }
  demand.at_least = fields.duration("at-least");
  demand.at_most = fields.duration("at-most");
  demand.call = read.call();
  if (!demand.at_least && !demand.at_most) {
    read.report("at-most", "\"gaps\" checks nothing; state \"at-least\" or \"at-most\"");
  }
  if (demand.at_least && demand.at_most && *demand.at_most < *demand.at_least) {
    read.report("at-most", "\"at-most\" is less than \"at-least\"");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("gaps", {}, [demand](const model::CaseRecord& record) { return judge(demand, record); });
}

}  // namespace jobrig::judge

// mean-gap: the mean of the first gap of each call that was retried, over many calls. A single delay of a good client
// may be nothing at all (full jitter), so only a mean has a lower bound.
//   mean-gap: {at-least: 20ms, at-most: 2s, samples: 10}
// With fewer than `samples` (default 10) such gaps it cannot be judged and holds.
#include <optional>
#include <string>

#include "base/units.h"
#include "judge/attempts.h"
#include "judge/make_check.h"
#include "judge/parsers.h"
#include "judge/settings.h"
#include "judge/time_words.h"

namespace jobrig::judge {
namespace {

struct Demand {
  std::optional<base::Duration> at_least;
  std::optional<base::Duration> at_most;
  std::int64_t samples = 10;
};

std::string in_words(const Demand& demand) {
  std::string words = "a mean gap of ";
  words += demand.at_least ? "at least " + base::format_duration(*demand.at_least) : "";
  words += demand.at_least && demand.at_most ? " and " : "";
  return words + (demand.at_most ? "at most " + base::format_duration(*demand.at_most) : "");
}

model::Finding judge(const Demand& demand, const model::CaseRecord& record) {
  base::Duration sum{0};
  std::int64_t count = 0;
  for (const auto& indices : requests_by_call(record)) {
    if (indices.size() > 1) {
      sum += between(answered_at(record.exchanges[indices[0]]), arrival_of(record.exchanges[indices[1]]));
      ++count;
    }
  }
  const std::string gaps = count_in_words(static_cast<std::size_t>(count), "gap");
  if (count < demand.samples) {
    return {true, in_words(demand), gaps + ", too few to judge"};
  }
  const base::Duration mean = sum / count;
  const bool holds = (!demand.at_least || mean >= *demand.at_least) && (!demand.at_most || mean <= *demand.at_most);
  return {holds, in_words(demand), shown_time(mean) + " over " + gaps};
}

}  // namespace

std::shared_ptr<const model::Check> parse_mean_gap(const base::Node& settings, base::Diagnostics& diagnostics) {
  constexpr std::int64_t kMaxSamples = 1000;
  Settings read(settings, "mean-gap", "at-least", diagnostics);
  Demand demand;
  demand.at_least = read.fields().duration("at-least");
  demand.at_most = read.fields().duration("at-most");
  demand.samples = read.fields().integer("samples", 2, kMaxSamples).value_or(demand.samples);
  if (!demand.at_least && !demand.at_most) {
    read.report("at-least", "\"mean-gap\" checks nothing; state \"at-least\" or \"at-most\"");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_check("mean-gap", {}, [demand](const model::CaseRecord& record) { return judge(demand, record); });
}

}  // namespace jobrig::judge

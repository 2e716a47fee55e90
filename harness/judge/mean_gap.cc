// mean-gap: the mean of the first gap of each retried call, over many calls. With full jitter a single delay of a good
// client may be 0: only the mean has a lower bound.
//   mean-gap: {at-least: 20ms, at-most: 2s, samples: 10}
// With fewer than `samples` gaps (default 10) it cannot be judged and holds.
#include <optional>
#include <string>

#include "base/units.h"
#include "judge/make_check.h"
#include "judge/time_words.h"
#include "wire/attempts.h"

namespace jobrig::judge {
namespace {

struct MeanGapCriteria {
  std::optional<base::Duration> at_least;
  std::optional<base::Duration> at_most;
  std::int64_t samples = 0;
};

std::string mean_in_words(const MeanGapCriteria& wanted) {
  std::string words = "a mean gap of ";
  words += wanted.at_least ? "at least " + base::format_duration(*wanted.at_least) : "";
  words += wanted.at_least && wanted.at_most ? " and " : "";
  return words + (wanted.at_most ? "at most " + base::format_duration(*wanted.at_most) : "");
}

model::Finding judge_mean_gap(const MeanGapCriteria& wanted, const model::CaseRecord& record) {
  base::Duration sum{0};
  std::int64_t count = 0;
  for (const auto& indices : wire::requests_by_call(record)) {
    if (indices.size() > 1) {
      sum += between(wire::answered_at(record.exchanges[indices[0]]), wire::arrival_of(record.exchanges[indices[1]]));
      ++count;
    }
  }
  const std::string gaps = count_in_words(static_cast<std::size_t>(count), "gap");
  if (count < wanted.samples) {
    return {true, mean_in_words(wanted), gaps + ", too few to judge"};
  }
  const base::Duration mean = sum / count;
  const bool holds = (!wanted.at_least || mean >= *wanted.at_least) && (!wanted.at_most || mean <= *wanted.at_most);
  return {holds, mean_in_words(wanted), shown_time(mean) + " over " + gaps};
}

CheckPointer make_mean_gap(Settings& settings) {
  constexpr std::int64_t kMaxSamples = 1000;
  settings.shorthand("at-least");
  MeanGapCriteria wanted;
  wanted.at_least = settings.duration("at-least", "the shortest mean");
  wanted.at_most = settings.duration("at-most", "the longest mean");
  wanted.samples = settings.integer("samples", "how many gaps it takes to judge", 2, kMaxSamples, 10);
  if (!wanted.at_least && !wanted.at_most) {
    settings.report("at-least", "\"mean-gap\" checks nothing; state \"at-least\" or \"at-most\"");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_check(settings, [wanted](const model::CaseRecord& record) { return judge_mean_gap(wanted, record); });
}

}  // namespace

void declare_mean_gap(std::vector<CheckKind>& kinds) {
  kinds.push_back({"mean-gap", "the mean time before the first retry, over many calls", "mean-gap: {at-least: 20ms}",
                   make_mean_gap});
}

}  // namespace jobrig::judge

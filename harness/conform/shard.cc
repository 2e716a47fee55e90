#include "conform/shard.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

#include "base/quote.h"
#include "report/record_times.h"

namespace jobrig::conform {
namespace {

/// The variables of a scheduler. `first`: the index of the first shard, or the variable that has it; `step`: the
/// variable that has the distance between indexes.
struct Scheduler {
  const char* index;
  const char* count;
  std::size_t first;
  const char* first_variable;
  const char* step_variable;
};

constexpr std::array<Scheduler, 4> kSchedulers{{
    // GitHub's matrix has the expressions strategy.job-index, from 0, and strategy.job-total.
    {"JOBRIG_SHARD_INDEX", "JOBRIG_SHARD_COUNT", 0, nullptr, nullptr},
    // Kubernetes, "Indexed Job for Parallel Processing with Static Work Assignment": the index is from 0. A manifest
    // sets the count.
    {"JOB_COMPLETION_INDEX", "JOB_COMPLETION_COUNT", 0, nullptr, nullptr},
    // Slurm, sbatch(1), "OUTPUT ENVIRONMENT VARIABLES".
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 1, "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"},
    // GitLab, "Predefined CI/CD variables reference": the index is from 1.
    {"CI_NODE_INDEX", "CI_NODE_TOTAL", 1, nullptr, nullptr},
}};

constexpr std::size_t kMaxShards = 10'000;  // as in schemas/report.schema.json

std::optional<std::size_t> whole_number(std::string_view text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

base::Error not_a_number(const char* name, const char* value) {
  return {std::string("--shard auto: ") + name + " must be a whole number, not " + base::quoted(value)};
}

/// The variable as a number, or the default when it is not set.
base::Result<std::size_t> number_in(const char* name, std::size_t otherwise, const ReadVariable& variable) {
  const char* const value = name == nullptr ? nullptr : variable(name);
  if (value == nullptr) {
    return otherwise;
  }
  const auto number = whole_number(value);
  return number ? base::Result<std::size_t>(*number) : not_a_number(name, value);
}

base::Result<Shard> shard_of(const Scheduler& scheduler, const ReadVariable& variable) {
  const auto index = number_in(scheduler.index, scheduler.first, variable);
  const auto count = number_in(scheduler.count, 0, variable);
  const auto first = number_in(scheduler.first_variable, scheduler.first, variable);
  const auto step = number_in(scheduler.step_variable, 1, variable);
  for (const auto* const number : {&index, &count, &first, &step}) {
    if (!*number) {
      return number->error();
    }
  }
  const std::size_t place = *index < *first || *step == 0 ? *count : (*index - *first) / *step;
  if (place >= *count) {
    return base::Error{std::string("--shard auto: ") + scheduler.index + " is " + std::to_string(*index) +
                       ", which is not one of " + std::to_string(*count) + " shards from " + std::to_string(*first) +
                       " (" + scheduler.count + ")"};
  }
  if (*count > kMaxShards) {
    return base::Error{std::string("--shard auto: ") + scheduler.count + " is larger than the limit of 10000"};
  }
  return Shard{place + 1, *count};
}

base::Result<Shard> shard_of_scheduler(const ReadVariable& variable) {
  for (const Scheduler& scheduler : kSchedulers) {
    const char* const index = variable(scheduler.index);
    const char* const count = variable(scheduler.count);
    // GitLab sets CI_NODE_TOTAL to 1 in a job without `parallel`.
    if (count != nullptr && (index != nullptr || std::string_view(count) == "1")) {
      return shard_of(scheduler, variable);
    }
    if (index != nullptr) {
      return base::Error{std::string("--shard auto: ") + scheduler.index + " is set, but " + scheduler.count +
                         " is not; set it to the number of shards"};
    }
  }
  return base::Error{
      "--shard auto: this is not a Kubernetes Indexed Job, a Slurm job array or a GitLab job; set JOBRIG_SHARD_INDEX "
      "(from 0) "
      "and JOBRIG_SHARD_COUNT"};
}

}  // namespace

base::Result<Shard> parse_shard(const std::string& text, const ReadVariable& variable) {
  if (text == "auto") {
    return shard_of_scheduler(variable);
  }
  const std::size_t slash = text.find('/');
  const auto index = whole_number(text.substr(0, slash));
  const auto count = slash == std::string::npos ? std::nullopt : whole_number(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count || *count > kMaxShards) {
    return base::Error{"--shard must be I/N with I from 1 to N and N up to 10000, or auto, not " + base::quoted(text)};
  }
  return Shard{*index, *count};
}

void add_case_times(const std::vector<model::RunResult>& runs, CaseTimes& times) {
  for (const model::RunResult& run : runs) {
    for (const model::CaseResult& result : run.results) {
      times[result.name] += report::record_length(result.record);
    }
  }
}

std::vector<std::size_t> assign_shards(const std::vector<std::string_view>& cases, std::size_t shards,
                                       const CaseTimes& times) {
  std::int64_t sum = 0;
  std::int64_t known = 0;
  for (const std::string_view name : cases) {
    if (const auto time = times.find(name); time != times.end()) {
      sum += time->second.count();
      ++known;
    }
  }
  std::vector<std::int64_t> weights;
  for (const std::string_view name : cases) {
    const auto time = times.find(name);
    // At least 1: cases without any time are distributed by number.
    weights.push_back(1 + (time != times.end() ? time->second.count() : known > 0 ? sum / known : 0));
  }
  std::vector<std::size_t> order(cases.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return std::pair(-weights[one], cases[one]) < std::pair(-weights[other], cases[other]);
  });
  std::vector<std::int64_t> loads(std::min(shards, cases.size()));
  std::vector<std::size_t> assigned(cases.size());
  for (const std::size_t i : order) {
    const auto least = std::min_element(loads.begin(), loads.end());
    *least += weights[i];
    assigned[i] = static_cast<std::size_t>(least - loads.begin()) + 1;
  }
  return assigned;
}

}  // namespace jobrig::conform

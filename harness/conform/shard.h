// Shard: which part of the cases one of several machines runs: the number of the shard, from an option or from the
// variables of a scheduler, and the distribution of cases. It does not run cases.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/verdict.h"

namespace jobrig::conform {

struct Shard {
  std::size_t index = 1;  // from 1
  std::size_t count = 1;
};

/// The value of an environment variable; null when it is not set.
using ReadVariable = std::function<const char*(const char* name)>;

/// `2/5`, or `auto`: the shard that the variables of a scheduler name. In this order: JOBRIG_SHARD_INDEX and _COUNT, a
/// Kubernetes Indexed Job, a Slurm job array, GitLab's `parallel`.
base::Result<Shard> parse_shard(const std::string& text, const ReadVariable& variable);

/// How long each case took, by name.
using CaseTimes = std::map<std::string, std::chrono::nanoseconds, std::less<>>;

/// Adds the times of all repeats in all runs.
void add_case_times(const std::vector<model::RunResult>& runs, CaseTimes& times);

/// The shard of each case, from 1. Every machine gets the same distribution for the same arguments. The longest cases
/// are assigned first, each to the shard with the least work. A case without a time counts as the mean of the others.
/// Without times, shards get every N-th case.
std::vector<std::size_t> assign_shards(const std::vector<std::string_view>& cases, std::size_t shards,
                                       const CaseTimes& times);

}  // namespace jobrig::conform

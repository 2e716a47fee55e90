#include "merge/shards.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/quote.h"

namespace jobrig::merge {
namespace {

using model::RunProblem;
using model::RunResult;
using model::RunShard;

std::string name_of(const RunShard& shard) {
  return "shard " + std::to_string(shard.index) + " of " + std::to_string(shard.count);
}

std::string client_of(const RunResult& run) {
  std::string words = run.client.name + " " + run.client.version + ", started as " + run.client.command;
  for (const std::string& feature : run.client.features) {
    words += (&feature == &run.client.features.front() ? ", with " : ",") + feature;
  }
  return words;
}

/// What all shards of a run have in common.
struct Common {
  std::string_view what;  // `another seed`
  std::string value;
  std::string_view advice;
};

std::vector<Common> common_parts(const RunResult& run) {
  const std::string options = run.shard->options + (run.strict ? " --strict" : "");
  return {{"another version of jobrig", run.jobrig_version, "use one version"},
          {"another number of shards", std::to_string(run.shard->count), "give every shard the same N in --shard I/N"},
          {"another suite of cases", run.shard->suite + " (" + std::to_string(run.shard->cases) + " cases)",
           "give every shard the same --cases, --run and --skip"},
          {"another client", client_of(run), "run the same command with the same versions"},
          {"another seed", std::to_string(run.seed), "give every shard the same --seed"},
          {"other options", options.empty() ? "none" : options, "give every shard the same options and files"}};
}

/// How a shard differs from the first one.
void compare(const NamedRun& first, const NamedRun& other, std::vector<std::string>& problems) {
  const std::vector<Common> expected = common_parts(first.run);
  const std::vector<Common> found = common_parts(other.run);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (found[i].value != expected[i].value) {
      problems.push_back(other.file + " has " + std::string(expected[i].what) + " than " + first.file + ": " +
                         base::quoted(found[i].value) + ", not " + base::quoted(expected[i].value) + "; " +
                         std::string(expected[i].advice));
    }
  }
}

/// Reports shards that are there twice and shards that are not there.
void find_gaps(const std::vector<NamedRun>& shards, std::vector<std::string>& problems) {
  const std::size_t count = shards.front().run.shard->count;
  std::map<std::size_t, const NamedRun*> by_index;
  for (const NamedRun& one : shards) {
    if (one.run.shard->count != count) {
      continue;  // already reported
    }
    const auto [there, is_new] = by_index.emplace(one.run.shard->index, &one);
    if (!is_new) {
      problems.push_back(one.file + " and " + there->second->file + " are both " + name_of(*one.run.shard));
    }
  }
  for (std::size_t index = 1, named = 0; index <= count && named < count - by_index.size(); ++index) {
    if (!by_index.contains(index)) {
      problems.push_back("shard " + std::to_string(index) + " of " + std::to_string(count) + " is missing");
      ++named;
    }
  }
}

/// Reports a case that several shards have, and cases that none has.
void count_cases(const std::vector<NamedRun>& shards, std::vector<std::string>& problems) {
  std::map<std::string_view, const NamedRun*> owners;
  for (const NamedRun& one : shards) {
    for (const model::CaseResult& result : one.run.results) {
      const auto [there, is_new] = owners.emplace(result.name, &one);
      if (!is_new && there->second != &one) {
        problems.push_back(one.file + " and " + there->second->file + " both have the case " +
                           base::quoted(result.name));
      }
    }
  }
  const RunShard& shard = *shards.front().run.shard;
  const bool may_stop = shard.options.find("--fail-fast") != std::string::npos;
  if (problems.empty() && owners.size() != shard.cases && !may_stop) {
    problems.push_back("the shards have " + std::to_string(owners.size()) + " of " + std::to_string(shard.cases) +
                       " cases");
  }
}

std::vector<std::string> problems_of(const std::vector<NamedRun>& shards) {
  std::vector<std::string> problems;
  for (const NamedRun& one : shards) {
    if (!one.run.shard) {
      problems.push_back(one.file + " is not a shard: jobrig conform wrote it without --shard");
    }
  }
  if (shards.empty() || !problems.empty()) {
    return problems;
  }
  for (const NamedRun& one : shards) {
    compare(shards.front(), one, problems);
    if (one.run.interrupted) {
      problems.push_back(one.file + ": " + name_of(*one.run.shard) + " was interrupted");
    }
  }
  find_gaps(shards, problems);
  if (problems.empty()) {
    count_cases(shards, problems);
  }
  return problems;
}

/// In the order of a whole run: the list of known failures, then flaky cases, then the rest.
int rank(const RunProblem& problem) {
  return problem.what == "flaky" ? 1 : problem.where.find(':') == std::string::npos ? 2 : 0;
}

/// `known.yaml:12` as (`known.yaml`, 12).
std::pair<std::string, unsigned> place_of(const RunProblem& problem) {
  const std::size_t colon = problem.where.rfind(':');
  unsigned line = 0;
  if (colon != std::string::npos) {
    std::from_chars(problem.where.data() + colon + 1, problem.where.data() + problem.where.size(), line);
  }
  return {problem.where.substr(0, colon), line};
}

/// An entry that has expired is one problem of a run, whatever the number of its cases.
std::vector<RunProblem> join_problems(std::vector<RunProblem> problems) {
  std::sort(problems.begin(), problems.end(), [](const RunProblem& one, const RunProblem& other) {
    return std::tuple(rank(one), place_of(one), one.detail) < std::tuple(rank(other), place_of(other), other.detail);
  });
  std::set<std::string> expired;
  std::erase_if(problems, [&](const RunProblem& problem) {
    return problem.what == "expectation expired" && !expired.insert(problem.where).second;
  });
  return problems;
}

RunResult join(std::vector<NamedRun> shards) {
  RunResult whole;
  whole.jobrig_version = shards.front().run.jobrig_version;
  whole.client = shards.front().run.client;
  whole.seed = shards.front().run.seed;
  whole.strict = shards.front().run.strict;
  whole.began = shards.front().run.began;
  base::Instant ended = whole.began;
  for (NamedRun& one : shards) {
    whole.began = std::min(whole.began, one.run.began);
    ended = std::max(ended, base::Instant(one.run.began + one.run.took));
    std::move(one.run.results.begin(), one.run.results.end(), std::back_inserter(whole.results));
    std::move(one.run.problems.begin(), one.run.problems.end(), std::back_inserter(whole.problems));
  }
  whole.took = std::chrono::duration_cast<base::Duration>(ended - whole.began);
  std::sort(whole.results.begin(), whole.results.end(),
            [](const model::CaseResult& one, const model::CaseResult& other) {
              return std::tie(one.name, one.repeat) < std::tie(other.name, other.repeat);
            });
  whole.problems = join_problems(std::move(whole.problems));
  return whole;
}

}  // namespace

Merged merge_shards(std::vector<NamedRun> shards) {
  Merged merged;
  merged.problems = problems_of(shards);
  if (merged.problems.empty() && !shards.empty()) {
    merged.run = join(std::move(shards));
  }
  return merged;
}

}  // namespace jobrig::merge

// Case selection: the conformance cases of a run and their order: globs over their names, a shard, shuffling and
// repeats. It does not run cases.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "conform/shard.h"
#include "expectations/reader.h"
#include "load/document.h"
#include "model/case_names.h"
#include "model/conformance_case.h"

namespace jobrig::conform {

struct SelectionOptions {
  std::vector<std::string> paths;  // files, folders or built-in names; empty: the built-in cases
  std::vector<std::string> run;    // globs; empty: all
  std::vector<std::string> skip;
  std::optional<std::set<std::string>> only{};  // exact names; absent: all
  Shard shard;
  CaseTimes times;  // of an earlier run, to give all shards the same work
  bool shuffle = false;
  std::int64_t repeat = 1;
  std::uint64_t seed = 0;      // for shuffling and for the names of things and jobs
  base::Duration deadline{0};  // for every case; zero: each case's own
  model::LevelProfile levels = model::LevelProfile::kSdk;
  bool all_known = false;  // loads the built-in cases that are not selected, too
};

/// A parsed case; it may be run several times.
struct SelectedCase {
  load::Document document;
  std::shared_ptr<const model::ConformanceCase> first;  // with the names of its first instance
  std::uint64_t fingerprint = 0;                        // of its text
};

/// One run of a case.
struct CaseInstance {
  std::size_t index = 0;     // in Selection::cases
  std::uint64_t repeat = 1;  // from 1; with the case's name and the seed it determines the names of its thing and job
};

struct Selection {
  std::vector<SelectedCase> cases;      // by name
  std::vector<CaseInstance> instances;  // in the order of the run
  expectations::KnownCases known;       // all cases that were loaded, selected or not
  base::Duration deadline{0};           // as in the options
  model::LevelProfile levels{};         // as in the options
  std::uint64_t seed = 0;               // as in the options
  std::size_t of_all_shards = 0;        // number of cases
  std::string suite;                    // fingerprint of the cases of all shards
  std::string distribution;             // fingerprint of their distribution over the shards

  /// Returns the case with the names of that instance. `elsewhere`: where its redirects point; absent: nowhere. May be
  /// called from any thread.
  [[nodiscard]] std::shared_ptr<const model::ConformanceCase> instantiate(
      const CaseInstance& instance, const std::optional<model::Elsewhere>& elsewhere = std::nullopt) const;
};

/// Validates every file of `paths`, selected or not, and the selected built-in cases. Returns nothing if there is an
/// error or if no case is selected; the reason is printed to `err`.
std::optional<Selection> select_cases(const SelectionOptions& options, std::ostream& err);

}  // namespace jobrig::conform

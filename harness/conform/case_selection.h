// Case selection: which conformance cases a run takes, and in which order: by globs over their names, by shard,
// shuffled and repeated. It runs none.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "load/document.h"
#include "load/expectations.h"
#include "model/conformance_case.h"

namespace jobrig::conform {

struct SelectionOptions {
  std::vector<std::string> paths;  // files, folders or shipped names; empty: the shipped cases
  std::vector<std::string> run;    // globs; empty: all
  std::vector<std::string> skip;
  std::string shard;  // `2/5`; empty: the whole
  bool shuffle = false;
  std::int64_t repeat = 1;
  std::uint64_t seed = 0;      // of the shuffling
  base::Duration deadline{0};  // instead of each case's; zero: each case's
};

/// One case that may be run, once or several times. Its text was parsed once.
struct SelectedCase {
  load::Document document;
  std::shared_ptr<const model::ConformanceCase> first;  // with the names of its first instance
};

/// One running of a case.
struct CaseInstance {
  std::size_t index = 0;     // of the selected case
  std::uint64_t repeat = 1;  // from 1; the names of its thing and job follow from the case's name and this
};

struct Selection {
  std::vector<SelectedCase> cases;      // by name
  std::vector<CaseInstance> instances;  // in the order of running
  load::KnownCases known;               // all that were read, those that are not selected too
  base::Duration deadline{0};           // as in the options

  /// The case with the names of that instance. From any thread.
  [[nodiscard]] std::shared_ptr<const model::ConformanceCase> instantiate(const CaseInstance& instance) const;
};

/// Every file is read and checked, also those that the globs leave out. Nothing when there was a mistake, or when no
/// case is left; `err` then says what is wrong.
std::optional<Selection> select_cases(const SelectionOptions& options, std::ostream& err);

}  // namespace jobrig::conform

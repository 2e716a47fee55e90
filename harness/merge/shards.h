// Shards: joins the results of all shards of a run into the result of the whole run. It refuses what is not a complete
// set of shards of one run. It reads no files and judges nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/verdict.h"

namespace jobrig::merge {

/// A run and the file that it is from, for messages.
struct NamedRun {
  std::string file;
  model::RunResult run;
};

/// The whole run, or the reasons why there is none, one sentence each.
struct Merged {
  std::optional<model::RunResult> run;
  std::vector<std::string> problems;
};

/// The shards may be in any order. The first one is what the others are compared with. The whole run began when the
/// first shard began and ended when the last shard ended.
Merged merge_shards(std::vector<NamedRun> shards);

}  // namespace jobrig::merge

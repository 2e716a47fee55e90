// Context: data that all readers of a scenario need in addition to their node. It decides nothing.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "load/document.h"
#include "model/contract_words.h"

namespace jobrig::load {

/// Borrowed by every reader of one file.
struct Context {
  model::Edition edition;
  bool gone_when_terminal;             // default for jobs
  base::Duration timeout_delay;        // default for executions
  std::optional<base::Instant> start;  // of the clock, if the scenario states it
  const ReadBeside& read_beside;
  base::Diagnostics& diagnostics;
};

}  // namespace jobrig::load

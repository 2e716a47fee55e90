// Context: what the readers of a scenario's parts need beside their node. It decides nothing.
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
  bool gone_when_terminal;             // what jobs are that say nothing else
  std::optional<base::Instant> start;  // the clock's, when the scenario says it
  const ReadBeside& read_beside;
  base::Diagnostics& diagnostics;
};

}  // namespace jobrig::load

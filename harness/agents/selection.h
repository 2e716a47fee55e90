// Life cycle selection: which life cycles a command line selects. It runs none.
#pragma once

#include <iosfwd>
#include <optional>
#include <vector>

#include "conform/case_selection.h"
#include "life_cycles/life_cycle.h"

namespace jobrig::agents {

/// Uses paths, run and skip of the options; without paths, the built-in life cycles. Nothing after mistakes, which it
/// prints to `err`.
std::optional<std::vector<life_cycles::LifeCycle>> select_life_cycles(const conform::SelectionOptions& options,
                                                                      std::ostream& err);

/// Prints name and summary of each, one line each.
void print_life_cycles(const std::vector<life_cycles::LifeCycle>& cycles, std::ostream& out);

}  // namespace jobrig::agents

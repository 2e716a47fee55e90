// Process family: finds the processes of clients in the process table, by proof, and kills one without hitting another
// that has its id by now. It decides nothing about when.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "drive/process_table.h"

namespace jobrig::drive {

/// The variable in the environment of each client that names its process tree. Inherited by what the client starts.
inline constexpr std::string_view kTreeVariable = "JOBRIG_PROCESS_TREE";

/// The rows that `proven` accepts, with all of their descendants.
std::vector<ProcessRow> with_descendants(const std::vector<ProcessRow>& table,
                                         const std::function<bool(const ProcessRow&)>& proven);

/// Sends SIGKILL to the process of the row, unless it has ended meanwhile.
void kill_process(const ProcessRow& row);

}  // namespace jobrig::drive

// Client usage: the memory and descriptors of a client, as /proc (proc(5)) shows them. It judges nothing.
#pragma once

#include <sys/types.h>

#include <optional>

#include "model/case_record.h"

namespace jobrig::drive {

/// The sums over a process and its descendants. Processes that left the tree do not count. Nothing when the process has
/// ended or cannot be read.
std::optional<model::ClientUsage> usage_of(pid_t leader);

}  // namespace jobrig::drive

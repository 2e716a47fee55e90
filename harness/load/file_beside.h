// File beside: the content of a file that a scenario names, from the folder of the scenario. It opens no file
// (sources.h does) and does not interpret the content.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/node.h"
#include "load/context.h"

namespace jobrig::load {

/// `node` is the value of `key`, a path. Reports a file that cannot be read.
std::optional<std::string> read_file_beside(const base::Node& node, std::string_view key, const Context& context);

}  // namespace jobrig::load

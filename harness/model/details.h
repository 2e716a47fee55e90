// Details: the statusDetails of an execution. It does not check their limits (contract/ does).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace jobrig::model {

using Details = std::vector<std::pair<std::string, std::string>>;  // in the order of the file or request

}  // namespace jobrig::model

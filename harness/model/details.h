// Details: the statusDetails of an execution. Their limits are contract/'s.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace jobrig::model {

using Details = std::vector<std::pair<std::string, std::string>>;  // in the order written

}  // namespace jobrig::model

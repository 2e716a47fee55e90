// Fields: reads the header fields of a message. It knows no field and reports no mistakes.
#pragma once

#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::wire {

/// Removes the lines up to and including the empty one from `text`. A line without a colon is a field without a value.
/// The views point into `text`; values are trimmed and have data() != nullptr.
std::vector<model::HeaderView> read_fields(std::string_view& text);

}  // namespace jobrig::wire

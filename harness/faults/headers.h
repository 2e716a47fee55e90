// Headers: changes the header fields that a reply has in HTTP, the case of names ignored. It checks no values: faults
// write wrong ones on purpose.
#pragma once

#include <string>
#include <string_view>

#include "model/reply.h"

namespace jobrig::faults {

/// Puts the value where the first field of that name stands and removes the others; appends it when there is none.
void set_header(model::Reply& reply, std::string_view name, std::string value);
/// Removes every field of that name.
void remove_header(model::Reply& reply, std::string_view name);

}  // namespace jobrig::faults

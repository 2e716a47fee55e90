// Headers: changes the HTTP header fields of a reply. Names are case-insensitive. It does not check values, because
// faults write invalid ones on purpose.
#pragma once

#include <string>
#include <string_view>

#include "model/reply.h"

namespace jobrig::faults {

/// Sets the first field with this name and removes the others. Appends the field if there is none.
void set_header(model::Reply& reply, std::string_view name, std::string value);
/// Removes all fields with this name.
void remove_header(model::Reply& reply, std::string_view name);

}  // namespace jobrig::faults

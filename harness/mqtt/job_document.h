// Job document: the member jobDocument in the JSON text of a reply. Over HTTP it is a JSON text inside a string, over
// MQTT a JSON value. It changes no other byte, because faults may have made the rest unusual on purpose.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::mqtt {

/// The text with `jobDocument`, of the top level or of `execution`, as a value. Unchanged if there is none, or if its
/// string does not contain JSON.
std::string with_document_value(std::string_view json);

/// Adds members, written as JSON text, at the end of the object. Returns an empty text if `json` is not an object with
/// its last brace.
std::string with_members(std::string_view json, std::string_view members);

}  // namespace jobrig::mqtt

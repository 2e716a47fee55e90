// Content-Length: what the faults that lie about it share. It is no fault itself.
#pragma once

#include <cstdint>

#include "faults/response_bytes.h"

namespace jobrig::faults {

/// How many bytes the response says its body has: its Content-Length, or the body's size when there is none.
std::uint64_t stated_length(const ResponseBytes& response);
/// Says another length where the first one was said.
void state_length(ResponseBytes& response, std::uint64_t length);

}  // namespace jobrig::faults

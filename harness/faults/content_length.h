// Content-Length: shared by faults that send a wrong Content-Length. It declares no fault.
#pragma once

#include <cstdint>

#include "faults/response_bytes.h"

namespace jobrig::faults {

/// The Content-Length of the response, or the size of its body if the header is missing.
std::uint64_t stated_length(const ResponseBytes& response);
/// Replaces the value of Content-Length.
void state_length(ResponseBytes& response, std::uint64_t length);

}  // namespace jobrig::faults

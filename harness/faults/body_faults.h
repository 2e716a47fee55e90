// Body faults: what faults that replace the body of a reply share. It is not a fault itself.
#pragma once

#include <string>

#include "faults/make_fault.h"

namespace jobrig::faults {

/// A fault without settings whose body is always the same; status and headers stay.
FaultPointer make_fixed_body(Settings& settings, std::string body);

/// What a proxy in the way says.
std::string html_page(int status);

}  // namespace jobrig::faults

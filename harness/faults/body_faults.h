// Body faults: shared by faults that replace the body of a reply. It declares no fault.
#pragma once

#include <string>

#include "faults/make_fault.h"

namespace jobrig::faults {

/// A fault without settings that sends a constant body. Status and headers are unchanged.
FaultPointer make_fixed_body(Settings& settings, std::string body);

/// The error page of a proxy.
std::string html_page(int status);

}  // namespace jobrig::faults

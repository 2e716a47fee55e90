// Body faults: what faults that put another body in the place of the reply's share. It is no fault itself.
#pragma once

#include <string>
#include <string_view>

#include "faults/make_fault.h"

namespace jobrig::faults {

/// A fault without settings whose body is always the same; status and headers stay.
FaultPointer parse_fixed_body(const base::Node& settings, std::string_view name, std::string body,
                              base::Diagnostics& diagnostics);

/// What a proxy in the way says.
std::string html_page(int status);

}  // namespace jobrig::faults

// Reply headers: looking up what a reply already says. It changes nothing.
#pragma once

#include <string_view>

#include "model/reply.h"

namespace jobrig::plan {

/// The value of the first header of that name, case ignored, or nothing (data() == nullptr). Views the reply.
std::string_view header_value(const model::Reply& reply, std::string_view name);

}  // namespace jobrig::plan

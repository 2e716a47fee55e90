// Descriptor: base/descriptor.h under the name that this folder uses. It adds nothing.
#pragma once

#include "base/descriptor.h"

namespace jobrig::drive {

using base::Descriptor;

}  // namespace jobrig::drive

// Random bytes: reproducible for a seed. Not for cryptography.
#pragma once

#include <cstddef>
#include <string>

#include "base/random.h"

namespace jobrig::faults {

/// Takes one draw per eight bytes.
std::string random_bytes(base::Random& random, std::size_t count);

}  // namespace jobrig::faults

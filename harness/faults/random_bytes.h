// Random bytes: junk that a seed repeats.
#pragma once

#include <cstddef>
#include <string>

#include "base/random.h"

namespace jobrig::faults {

/// Takes a draw for each eight bytes.
std::string random_bytes(base::Random& random, std::size_t count);

}  // namespace jobrig::faults

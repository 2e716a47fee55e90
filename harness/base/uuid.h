// UUID: identifiers in the form of a random UUID, drawn from a seeded stream, so that a seed gives the same ones again.
// Unique within a run; anybody who knows the seed can compute them.
#pragma once

#include <string>

#include "base/random.h"

namespace jobrig::base {

/// 36 characters, version 4, variant 1 (RFC 9562 section 5.4). Takes two draws.
std::string draw_uuid(Random& random);

}  // namespace jobrig::base

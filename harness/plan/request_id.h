// Request id: identifiers in the form of a random UUID, drawn from the request's own stream, so that a seed gives the
// same ones again. Unique within a run, unguessable to nobody.
#pragma once

#include <string>

#include "base/random.h"

namespace jobrig::plan {

/// 36 characters, version 4, variant 1 (RFC 9562, 5.4). Takes two draws.
std::string draw_uuid(base::Random& random);

}  // namespace jobrig::plan

// UUID: identifiers in the form of random UUIDs, drawn from a seeded stream; the same seed gives the same identifiers.
// They are unique within a run but not secret: the seed determines them.
#pragma once

#include <string>

#include "base/random.h"

namespace jobrig::base {

/// 36 characters, version 4, variant 1 (RFC 9562 section 5.4). Takes two draws.
std::string draw_uuid(Random& random);
/// The same, in the memory of `text`.
void draw_uuid(Random& random, std::string& text);

}  // namespace jobrig::base

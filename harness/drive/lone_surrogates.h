// Lone surrogates: clients whose texts are UTF-16 may hold half of a surrogate pair, and their JSON writers write it as
// an escape that stands for no character. What such a client saw is worth a verdict all the same.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::drive {

/// The JSON text with U+FFFD for each escape of a surrogate that has no other half beside it.
std::string without_lone_surrogates(std::string_view text);

}  // namespace jobrig::drive

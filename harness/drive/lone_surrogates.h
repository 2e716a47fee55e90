// Lone surrogates: a client with UTF-16 strings may write half of a surrogate pair as a JSON escape, which is not a
// character. Replacing such escapes keeps the client's report readable. It changes nothing else in the text.
#pragma once

#include <string>
#include <string_view>

namespace jobrig::drive {

/// The JSON text with U+FFFD in place of each escape of an unpaired surrogate.
std::string without_lone_surrogates(std::string_view text);

}  // namespace jobrig::drive

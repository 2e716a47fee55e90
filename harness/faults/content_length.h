// Content-Length: what the faults that lie about it share. It is no fault itself.
#pragma once

#include <cstdint>

#include "faults/answer_bytes.h"

namespace jobrig::faults {

/// How many bytes the answer says its body has: its Content-Length, or the body's size when there is none.
std::uint64_t stated_length(const AnswerBytes& answer);
/// Says another length where the first one was said.
void state_length(AnswerBytes& answer, std::uint64_t length);

}  // namespace jobrig::faults

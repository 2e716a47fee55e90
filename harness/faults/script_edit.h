// Script edit: where bytes, pauses and the end of a script are, for faults that cut or slow an answer. It changes no
// byte.
#pragma once

#include <chrono>
#include <cstddef>

#include "model/script.h"

namespace jobrig::faults {

/// The bytes of all Sends.
std::size_t byte_count(const model::Script& script);

/// Nothing is sent for `length` once `offset` bytes are out (0: before the first, the count: behind the last). A pause
/// of the same clock that is there already grows, so that it does not matter which of two came first.
void insert_pause(model::Script& script, std::size_t offset, std::chrono::nanoseconds length,
                  bool virtual_time = false);

/// Sends `offset` bytes and ends so. Nothing happens when the answer was cut off before that: the end that comes first
/// counts. Pauses before the end stay.
void end_at(model::Script& script, std::size_t offset, model::CloseAction close_action);

}  // namespace jobrig::faults

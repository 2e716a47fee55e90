// Script edit: positions of bytes, pauses and the end in a script, for faults that cut or slow down a response. It
// changes no bytes.
#pragma once

#include <chrono>
#include <cstddef>

#include "model/script.h"

namespace jobrig::faults {

/// Sends nothing for `length` once `offset` bytes have been sent (0: before the first byte; byte_count: after the
/// last). Extends an existing pause of the same clock, which makes the order of two pauses irrelevant.
void insert_pause(model::Script& script, std::size_t offset, std::chrono::nanoseconds length,
                  bool virtual_time = false);

/// Ends the script with `close_action` after `offset` bytes. Has no effect if the response was cut before that offset:
/// the earliest end wins. Pauses before the end remain.
void end_at(model::Script& script, std::size_t offset, model::CloseAction close_action);

}  // namespace jobrig::faults

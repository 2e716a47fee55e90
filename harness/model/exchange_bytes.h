// Exchange bytes: an exchange as one block of memory, for records that wait: for the end of a response, or for the
// writer of the journal. The block is only for this process; it is no file format.
#pragma once

#include <cstddef>

#include "model/exchange.h"

namespace jobrig::model {

/// The number of bytes that write_exchange() writes.
std::size_t exchange_bytes(const Exchange& exchange);

/// Writes the exchange and returns the end of what it wrote.
char* write_exchange(const Exchange& exchange, char* to);

/// Reads what write_exchange() wrote into an exchange, whose strings keep their memory. Returns the end.
const char* read_exchange(const char* from, Exchange& exchange);

}  // namespace jobrig::model

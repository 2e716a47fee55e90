// Members: the members of the JSON objects that are lines of a journal. Each function appends a value after `lead`,
// which is everything before it: comma, quoted name and colon.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/text_buffer.h"

namespace jobrig::journal {

void append_string(std::string_view lead, std::string_view text, base::TextBuffer& out);
void append_integer(std::string_view lead, std::int64_t value, base::TextBuffer& out);
void append_count(std::string_view lead, std::uint64_t value, base::TextBuffer& out);
/// Appends `,"name":"…"`: raw bytes as text if they are valid UTF-8, else as the member `name_base64`.
void append_bytes(std::string_view name, std::string_view bytes, base::TextBuffer& out);
/// Appends the time alone. Always six decimals, which makes lines sortable by this member. Scenarios cannot produce
/// years before 0 or after 9999.
void append_instant(base::Instant instant, base::TextBuffer& out);
/// Microseconds from `since` to `moment`; null if there is no such moment.
void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since, base::TextBuffer& out);

}  // namespace jobrig::journal

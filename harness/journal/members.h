// Members: the members of the JSON objects that are lines of a journal. Each function appends a value after `lead`,
// which is everything before it: comma, quoted name and colon.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/json_buffer.h"
#include "base/json_memo.h"
#include "base/text_buffer.h"

namespace jobrig::journal {

// A line has twenty leads. They are constants, which the compiler copies with a few moves each where it knows them: in
// inline functions, but g++ does not choose that by itself.

/// Appends `lead` and returns its end, where `size` bytes more fit.
[[gnu::always_inline]] inline char* append_lead(std::string_view lead, std::size_t size, base::TextBuffer& out) {
  char* const to = out.room(lead.size() + size);
  char* const end = to + lead.copy(to, lead.size());
  out.set_end(end);
  return end;
}

[[gnu::always_inline]] inline void append_string(std::string_view lead, std::string_view text, base::TextBuffer& out) {
  append_lead(lead, 0, out);
  base::append_json_string(out, text);
}

/// Writes at most kMaxDigits and returns the end.
char* write_integer(std::int64_t value, char* to);
inline constexpr std::size_t kMaxDigits = 20;  // with the sign

[[gnu::always_inline]] inline void append_integer(std::string_view lead, std::int64_t value, base::TextBuffer& out) {
  out.set_end(write_integer(value, append_lead(lead, kMaxDigits, out)));
}
[[gnu::always_inline]] inline void append_count(std::string_view lead, std::uint64_t value, base::TextBuffer& out) {
  append_integer(lead, static_cast<std::int64_t>(value), out);
}

/// Microseconds from `since` to `moment`; null if there is no such moment.
[[gnu::always_inline]] inline void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since,
                                                base::TextBuffer& out) {
  if (moment == base::Monotonic{}) {
    append_lead(lead, 0, out);
    append_lead("null", 0, out);
  } else {
    append_integer(lead, std::chrono::floor<std::chrono::microseconds>(moment - since).count(), out);
  }
}

void append_in_base64(std::string_view name, std::string_view bytes, base::TextBuffer& out);

/// Appends `,"name":"…"`: raw bytes as text if they are valid UTF-8, else as the member `name_base64`. `memo` may be
/// null.
inline void append_bytes(std::string_view name, std::string_view bytes, base::JsonMemo* memo, base::TextBuffer& out) {
  const std::size_t before = out.size();
  append_lead(",\"", 0, out);
  append_lead(name, 0, out);
  append_lead("\":\"", 0, out);
  const std::size_t consumed =
      memo != nullptr ? memo->append_characters(out, bytes) : base::append_json_characters(out, bytes);
  if (consumed == bytes.size()) {
    out.add('"');
  } else {
    out.cut(before);
    append_in_base64(name, bytes, out);
  }
}

/// Appends the time alone. Always six decimals, which makes lines sortable by this member. Scenarios cannot produce
/// years before 0 or after 9999.
void append_instant(base::Instant instant, base::TextBuffer& out);

}  // namespace jobrig::journal

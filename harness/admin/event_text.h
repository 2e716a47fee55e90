// Event text: formats server-sent events (WHATWG HTML, "Server-sent events") and the chunks that carry them (RFC 9112
// section 7.1). It does not decide what is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jobrig::admin {

/// Appends an event. `json`: one line. With an id, a reader that connects again continues after it.
void append_event(std::string& out, std::string_view name, std::string_view json,
                  std::optional<std::uint64_t> id = std::nullopt);
/// Appends a comment, which readers ignore. It shows that the connection works.
void append_heartbeat(std::string& out);

/// Returns the bytes as one chunk; nothing for no bytes, because an empty chunk is the last.
std::string as_chunk(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace jobrig::admin

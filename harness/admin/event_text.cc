#include "admin/event_text.h"

#include <array>
#include <charconv>

namespace jobrig::admin {

void append_event(std::string& out, std::string_view name, std::string_view json, std::optional<std::uint64_t> id) {
  out.append("event: ").append(name).append("\n");
  if (id) {
    out.append("id: ").append(std::to_string(*id)).append("\n");
  }
  out.append("data: ").append(json).append("\n\n");
}

void append_heartbeat(std::string& out) { out.append(":\n\n"); }

std::string as_chunk(std::string_view bytes) {
  if (bytes.empty()) {
    return {};
  }
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
  std::string chunk(digits.data(), end);
  return chunk.append("\r\n").append(bytes).append("\r\n");
}

}  // namespace jobrig::admin

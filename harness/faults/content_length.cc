#include "faults/content_length.h"

#include <charconv>
#include <string>

namespace jobrig::faults {

std::uint64_t stated_length(const ResponseBytes& response) {
  const std::string_view value = line_value(response, "Content-Length");
  std::uint64_t length = response.body.size();
  std::from_chars(value.data(), value.data() + value.size(), length);
  return length;
}

void state_length(ResponseBytes& response, std::uint64_t length) {
  replace_line(response, "Content-Length", "Content-Length: " + std::to_string(length));
}

}  // namespace jobrig::faults

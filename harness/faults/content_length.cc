#include "faults/content_length.h"

#include <charconv>
#include <string>

namespace jobrig::faults {

std::uint64_t stated_length(const AnswerBytes& answer) {
  const std::string_view value = line_value(answer, "Content-Length");
  std::uint64_t length = answer.body.size();
  std::from_chars(value.data(), value.data() + value.size(), length);
  return length;
}

void state_length(AnswerBytes& answer, std::uint64_t length) {
  replace_line(answer, "Content-Length", "Content-Length: " + std::to_string(length));
}

}  // namespace jobrig::faults

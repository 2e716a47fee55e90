#include "wire/fields.h"

#include "base/ascii.h"
#include "base/head_lines.h"

namespace jobrig::wire {

std::vector<model::HeaderView> read_fields(std::string_view& text) {
  std::vector<model::HeaderView> fields;
  while (!text.empty()) {
    const std::string_view line = base::take_line(text);
    if (line.empty()) {
      break;
    }
    const std::size_t colon = line.find(':');
    const std::string_view value =
        colon == std::string_view::npos ? std::string_view() : base::trimmed(line.substr(colon + 1));
    fields.push_back({line.substr(0, colon), value.data() == nullptr ? std::string_view("") : value});
  }
  return fields;
}

}  // namespace jobrig::wire

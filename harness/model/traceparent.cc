#include "model/traceparent.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/head_lines.h"

namespace jobrig::model {
namespace {

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return base::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) {
  return is_lower_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

}  // namespace

std::optional<Traceparent> parse_traceparent(std::string_view value) {
  // version "-" trace-id "-" parent-id "-" flags
  constexpr std::size_t kSize = 55;
  if (value.size() < kSize || value[2] != '-' || value[35] != '-' || value[52] != '-') {
    return std::nullopt;
  }
  const std::string_view version = value.substr(0, 2);
  const bool is_size_valid = value.size() == kSize || (version != "00" && value[kSize] == '-');
  const std::string_view flags = value.substr(53, 2);
  const Traceparent fields{value.substr(3, 32), value.substr(36, 16),
                           static_cast<std::uint8_t>(16 * base::hex_value(flags[0]) + base::hex_value(flags[1]))};
  if (!is_size_valid || !is_lower_hex(version) || version == "ff" || !is_id(fields.trace_id) ||
      !is_id(fields.parent_id) || !is_lower_hex(flags)) {
    return std::nullopt;
  }
  return fields;
}

std::string_view traceparent_in(std::string_view raw_request) {
  constexpr std::string_view kName = "traceparent:";
  std::string_view value;
  // The journal looks at every request, so other headers are passed over by their first letter.
  for (auto end = raw_request.find('\n'); end != std::string_view::npos; end = raw_request.find('\n')) {
    raw_request.remove_prefix(end + 1);
    if (raw_request.starts_with('\n') || raw_request.starts_with("\r\n")) {
      break;  // the end of the head
    }
    if (!raw_request.starts_with('t') && !raw_request.starts_with('T')) {
      continue;
    }
    std::string_view rest = raw_request;
    const std::string_view line = base::take_line(rest);
    if (base::starts_with_ignoring_case(line, kName)) {
      if (!value.empty()) {
        return {};
      }
      value = base::trimmed(line.substr(kName.size()));
    }
  }
  return parse_traceparent(value) ? value : std::string_view();
}

}  // namespace jobrig::model

#include "base/http_text.h"

#include <algorithm>

#include "base/ascii.h"

namespace jobrig::base {

bool is_header_name(std::string_view name) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return base::is_alphanumeric(c) || kOthers.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) {
  constexpr std::string_view kBlanks = " \t";
  const bool blank_at_end = !value.empty() && (kBlanks.find(value.front()) != std::string_view::npos ||
                                               kBlanks.find(value.back()) != std::string_view::npos);
  return !blank_at_end && std::all_of(value.begin(), value.end(), [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  });
}

}  // namespace jobrig::base

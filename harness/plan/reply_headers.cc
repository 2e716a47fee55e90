#include "plan/reply_headers.h"

#include <algorithm>

namespace jobrig::plan {

std::string_view header_value(const model::Reply& reply, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto found = std::find_if(reply.headers.begin(), reply.headers.end(), [&](const model::Header& header) {
    return std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
  });
  return found == reply.headers.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace jobrig::plan

#include "plan/reply_headers.h"

#include <algorithm>

#include "base/ascii.h"

namespace jobrig::plan {

std::string_view header_value(const model::Reply& reply, std::string_view name) {
  const auto found = std::find_if(reply.headers.begin(), reply.headers.end(), [&](const model::Header& header) {
    return base::equals_ignoring_case(header.name, name);
  });
  return found == reply.headers.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace jobrig::plan

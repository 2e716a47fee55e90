#include "faults/headers.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace jobrig::faults {

void set_header(model::Reply& reply, std::string_view name, std::string value) {
  const auto named = [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); };
  const auto first = std::find_if(reply.headers.begin(), reply.headers.end(), named);
  if (first == reply.headers.end()) {
    reply.headers.push_back({std::string(name), std::move(value)});
    return;
  }
  first->value = std::move(value);
  reply.headers.erase(std::remove_if(std::next(first), reply.headers.end(), named), reply.headers.end());
}

void remove_header(model::Reply& reply, std::string_view name) {
  std::erase_if(reply.headers,
                [&](const model::Header& header) { return base::equals_ignoring_case(header.name, name); });
}

}  // namespace jobrig::faults

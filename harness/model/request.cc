#include "model/request.h"

#include <algorithm>

#include "base/ascii.h"

namespace jobrig::model {

std::string_view Request::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const HeaderView& header) {
    return base::equals_ignoring_case(header.name, name);
  });
  return found == headers.end() ? std::string_view() : found->value;
}

}  // namespace jobrig::model

// Finding a header: the one lookup of a header field by its name, in a request's views and in a reply's own fields. It
// changes nothing and checks no values.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/ascii.h"

namespace jobrig::model {

/// The first field of that name, case ignored (RFC 9110 section 5.1), or null. Takes Headers and HeaderViews.
template <typename Fields>
const typename Fields::value_type* find_header(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [name](const auto& field) { return base::equals_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

/// Its value, or nothing (data() == nullptr).
template <typename Fields>
std::string_view header_value(const Fields& fields, std::string_view name) {
  const auto* const found = find_header(fields, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

}  // namespace jobrig::model

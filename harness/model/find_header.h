// Find header: the only lookup of header fields by name, for the views of a request and the fields of a reply. It
// changes nothing and does not check values.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/ascii.h"

namespace jobrig::model {

/// The first field of that name, ignoring case (RFC 9110 section 5.1), or null. Works with Headers and HeaderViews.
template <typename Fields>
const typename Fields::value_type* find_header(const Fields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [name](const auto& field) { return base::equals_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

/// The value of that field, or nothing (data() == nullptr).
template <typename Fields>
std::string_view header_value(const Fields& fields, std::string_view name) {
  const auto* const found = find_header(fields, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

}  // namespace jobrig::model

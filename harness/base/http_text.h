// HTTP text: which characters are allowed in header names and values (RFC 9110, sections 5.1, 5.5 and 5.6.2). It does
// not parse or render messages.
#pragma once

#include <string_view>

namespace jobrig::base {

/// A token: letters, digits and !#$%&'*+-.^_`|~
bool is_header_name(std::string_view name);
/// No control characters except tab, and no whitespace at either end.
bool is_header_value(std::string_view value);

}  // namespace jobrig::base

// HTTP text: what may stand in a header (RFC 9110, sections 5.1, 5.5 and 5.6.2). It parses and renders nothing.
#pragma once

#include <string_view>

namespace jobrig::base {

/// A token: letters, digits and !#$%&'*+-.^_`|~
bool is_header_name(std::string_view name);
/// No control characters but the tab, and no blank at either end.
bool is_header_value(std::string_view value);

}  // namespace jobrig::base

// JSON buffer: the functions of json_string.h for a text buffer: for lines with many strings, such as those of the
// journal.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/text_buffer.h"

namespace jobrig::base {

/// As in json_string.h.
void append_json_string(TextBuffer& json, std::string_view text);
std::size_t append_json_characters(TextBuffer& json, std::string_view text);

}  // namespace jobrig::base

#include "base/media_type.h"

#include "base/ascii.h"

namespace jobrig::base {

bool is_json_media_type(std::string_view value) {
  value = value.substr(0, value.find(';'));
  while (value.ends_with(' ') || value.ends_with('\t')) {
    value.remove_suffix(1);
  }
  return equals_ignoring_case(value, "application/json");
}

}  // namespace jobrig::base

#include "base/media_type.h"

#include "base/ascii.h"

namespace jobrig::base {

namespace {

std::string_view without_parameters(std::string_view value) {
  value = value.substr(0, value.find(';'));
  while (value.ends_with(' ') || value.ends_with('\t')) {
    value.remove_suffix(1);
  }
  return value;
}

}  // namespace

bool is_json_media_type(std::string_view value) {
  return equals_ignoring_case(without_parameters(value), "application/json");
}

bool is_yaml_media_type(std::string_view value) {
  const std::string_view type = without_parameters(value);
  return equals_ignoring_case(type, "application/yaml") || equals_ignoring_case(type, "application/x-yaml");
}

}  // namespace jobrig::base

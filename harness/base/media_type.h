// Media type: compares the value of a Content-Type header. It does not parse parameters.
#pragma once

#include <string_view>

namespace jobrig::base {

/// Whether the value is application/json, with or without parameters (RFC 9110, section 8.3.1).
bool is_json_media_type(std::string_view value);

/// Whether the value declares YAML (RFC 9512): `application/yaml`, or the older `application/x-yaml`.
bool is_yaml_media_type(std::string_view value);

}  // namespace jobrig::base

#include "contract/error_name.h"

#include "base/json_string.h"
#include "contract/errors.h"

namespace jobrig::contract {

std::string error_name_value(model::ErrorNameEncoding encoding, std::string_view name) {
  const EncodingRow& row = row_of(encoding);
  return std::string(row.has_namespace ? "com.amazonaws.iot.laser#" : "") + std::string(name) +
         (row.has_uri ? ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/" : "");
}

std::string error_name_members(model::ErrorNameEncoding encoding, std::string_view name) {
  const EncodingRow& row = row_of(encoding);
  std::string members;
  if (!row.member.empty()) {
    base::append_json_string(members, row.member);
    members += ':';
    base::append_json_string(members, error_name_value(encoding, name));
  }
  if (row.has_nested) {
    members += R"(,"errorDetails":[{"__type":"com.amazonaws.iot.laser#ErrorDetail","message":"Not the error."}])";
  }
  return members;
}

std::string_view bare_error_name(std::string_view value) {
  value = value.substr(0, value.find(':'));
  return value.substr(value.find('#') == std::string_view::npos ? 0 : value.find('#') + 1);
}

}  // namespace jobrig::contract

#include "contract/error_name.h"

namespace jobrig::contract {

std::string_view error_name_member(model::ErrorNameEncoding encoding) {
  switch (encoding) {
    case model::ErrorNameEncoding::kBodyType:
      return "__type";
    case model::ErrorNameEncoding::kBodyCode:
      return "code";
    case model::ErrorNameEncoding::kBodyUpperCode:
      return "Code";
    case model::ErrorNameEncoding::kHeader:
    case model::ErrorNameEncoding::kHeaderUri:
    case model::ErrorNameEncoding::kHeaderNamespace:
      break;
  }
  return {};
}

std::string error_type_value(model::ErrorNameEncoding encoding, std::string_view name) {
  std::string value;
  if (encoding == model::ErrorNameEncoding::kHeaderNamespace) {
    value = "com.amazonaws.iot.laser#";
  }
  value += name;
  if (encoding == model::ErrorNameEncoding::kHeaderUri) {
    value += ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/";
  }
  return value;
}

}  // namespace jobrig::contract

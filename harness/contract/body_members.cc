#include "contract/body_members.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "contract/json_document.h"

namespace jobrig::contract {

using Json = nlohmann::json;

Violation parse_object(std::string_view text, Json& body) {
  if (const auto problem = parse_json(text, body)) {
    return "the body " + *problem;
  }
  if (!body.is_object()) {
    return "the body must be a JSON object";
  }
  return std::nullopt;
}

const Json* find_member(const Json& body, std::string_view name) {
  const auto found = body.find(name);
  return found == body.end() || found->is_null() ? nullptr : &*found;
}

Violation read_integer(const Json& body, std::string_view name, std::optional<std::int64_t>& number) {
  const Json* member = find_member(body, name);
  if (member == nullptr) {
    return std::nullopt;
  }
  const bool fits =
      member->is_number_integer() &&
      (!member->is_number_unsigned() ||
       member->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  if (!fits) {
    return std::string(name) + " must be a 64-bit integer";
  }
  number = member->get<std::int64_t>();
  return std::nullopt;
}

Violation read_boolean(const Json& body, std::string_view name, bool& value) {
  const Json* member = find_member(body, name);
  if (member != nullptr && !member->is_boolean()) {
    return std::string(name) + " must be true or false";
  }
  value = member != nullptr && member->get<bool>();
  return std::nullopt;
}

Violation read_text(const Json& body, std::string_view name, std::string& text) {
  const Json* member = find_member(body, name);
  if (member != nullptr && !member->is_string()) {
    return std::string(name) + " must be a string";
  }
  text = member == nullptr ? std::string() : member->get<std::string>();
  return std::nullopt;
}

}  // namespace jobrig::contract

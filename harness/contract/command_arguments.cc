#include "contract/command_arguments.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "contract/body_members.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;
using model::Call;

// The model of the service in the AWS SDKs: TargetArn, ClientRequestTokenV2, CommandParameterName,
// UnsignedLongParameterValue. CommandArn has no length.
constexpr std::size_t kMaxTargetArn = 2048;
constexpr std::size_t kMaxClientToken = 64;
constexpr std::size_t kMaxParameterName = 192;
constexpr std::size_t kMaxUnsignedLong = 20;

/// The part of `arn:aws:iot:us-east-1:123456789012:thing/NAME` after the fifth colon, or nothing if it is not an ARN.
/// It may contain colons.
std::string_view resource_of(std::string_view arn) {
  if (!arn.starts_with("arn:")) {
    return {};
  }
  for (int part = 0; part < 5; ++part) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) {
      return {};
    }
    arn.remove_prefix(colon + 1);
  }
  return arn;
}

/// The text after the prefix, or nothing if there is none.
std::string_view after(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : std::string_view();
}

std::size_t length_of(std::string_view text) { return base::count_code_points(text).value_or(text.size()); }

bool is_parameter_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxParameterName && std::all_of(name.begin(), name.end(), [](char c) {
    return base::is_alphanumeric(c) || c == '.' || c == '$' || c == '_' || c == '-';
  });
}

bool is_filled_text(const Json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }

// Each predicate takes a value that may have any type.
bool is_long(const Json& value) {
  return value.is_number_integer() &&
         (!value.is_number_unsigned() ||
          value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}

bool is_integer(const Json& value) {
  return is_long(value) && value.get<std::int64_t>() >= std::numeric_limits<std::int32_t>::min() &&
         value.get<std::int64_t>() <= std::numeric_limits<std::int32_t>::max();
}

// Smithy, "AWS restJson1 protocol", "Shape serialization", double: the three values that JSON has no number for are
// strings.
bool is_double(const Json& value) {
  return value.is_number() || value == "NaN" || value == "Infinity" || value == "-Infinity";
}

bool is_boolean(const Json& value) { return value.is_boolean(); }

bool is_binary(const Json& value) {
  return is_filled_text(value) && base::from_base64(value.get_ref<const std::string&>()).has_value();
}

bool is_unsigned_long(const Json& value) {
  if (!is_filled_text(value)) {
    return false;
  }
  const auto& digits = value.get_ref<const std::string&>();
  return digits.size() <= kMaxUnsignedLong && std::all_of(digits.begin(), digits.end(), base::is_digit);
}

struct ValueType {
  std::string_view name;
  bool (*accepts)(const Json& value);
  std::string_view rule;
};

// API Reference, AWS IoT Jobs data plane, CommandParameterValue.
constexpr std::array kValueTypes{
    ValueType{"S", is_filled_text, "text that is not empty"},
    ValueType{"B", is_boolean, "true or false"},
    ValueType{"I", is_integer, "a 32-bit integer"},
    ValueType{"L", is_long, "a 64-bit integer"},
    ValueType{"D", is_double, "a number"},
    ValueType{"BIN", is_binary, "base64 that is not empty"},
    ValueType{"UL", is_unsigned_long, "text of 1 to 20 digits"},
};

std::string type_names() {
  std::string names;
  for (const ValueType& type : kValueTypes) {
    names += (names.empty() ? "" : ", ") + std::string(type.name);
  }
  return names;
}

Violation check_parameter(const std::string& name, const Json& value) {
  if (!is_parameter_name(name)) {
    return "a name in parameters must have 1 to 192 letters, digits, \".\", \"$\", \"_\" and \"-\", unlike " +
           base::quoted(name);
  }
  const std::string parameter = "the parameter " + base::quoted(name);
  if (!value.is_object() || value.size() != 1) {
    return parameter + " must be a map with exactly one typed value, such as {\"S\": \"text\"}";
  }
  const auto type = std::find_if(kValueTypes.begin(), kValueTypes.end(),
                                 [&](const ValueType& one) { return one.name == value.begin().key(); });
  if (type == kValueTypes.end()) {
    return parameter + " has the type " + base::quoted(value.begin().key()) + "; the types are " + type_names();
  }
  if (!type->accepts(value.front())) {
    return "the value " + std::string(type->name) + " of " + parameter + " must be " + std::string(type->rule);
  }
  return std::nullopt;
}

}  // namespace

Violation read_target_arn(const ArgumentRow& /*argument*/, const Json& body, Call& call) {
  std::string arn;
  if (Violation violation = read_text(body, "targetArn", arn)) {
    return violation;
  }
  const std::string_view resource = resource_of(arn);
  const std::string_view thing = after(resource, "thing/");
  const std::string_view client = after(resource, "client/");
  if (length_of(arn) > kMaxTargetArn || (thing.empty() && client.empty())) {
    return "targetArn is required and must be the ARN of a thing or a client, with at most 2048 characters: "
           "arn:aws:iot:REGION:ACCOUNT:thing/NAME";
  }
  if (thing.empty()) {
    return std::nullopt;  // not a thing: scenarios describe only things, so the target is accepted as it is
  }
  call.thing_storage = thing;
  call.thing = call.thing_storage;
  Violation violation = check_thing_name(call.thing);
  call.thing_valid = !violation;
  return violation;
}

Violation read_command_arn(const ArgumentRow& /*argument*/, const Json& body, Call& call) {
  if (Violation violation = read_text(body, "commandArn", call.arguments.command_arn)) {
    return violation;
  }
  if (after(resource_of(call.arguments.command_arn), "command/").empty()) {
    return "commandArn is required and must be the ARN of a command: arn:aws:iot:REGION:ACCOUNT:command/ID";
  }
  return std::nullopt;
}

Violation read_command_parameters(const ArgumentRow& /*argument*/, const Json& body, Call& /*call*/) {
  const Json* const parameters = find_member(body, "parameters");
  if (parameters == nullptr) {
    return std::nullopt;
  }
  if (!parameters->is_object() || parameters->empty()) {
    return "parameters must be a map with at least one parameter";
  }
  for (const auto& [name, value] : parameters->items()) {
    if (Violation violation = check_parameter(name, value)) {
      return violation;
    }
  }
  return std::nullopt;
}

Violation read_command_timeout(const ArgumentRow& argument, const Json& body, Call& /*call*/) {
  std::optional<std::int64_t> timeout;
  if (Violation violation = read_integer(body, argument.name, timeout)) {
    return violation;
  }
  return timeout && *timeout < 1 ? Violation("executionTimeoutSeconds must be 1 or more") : std::nullopt;
}

Violation read_client_token(const ArgumentRow& argument, const Json& body, Call& call) {
  std::string& token = call.arguments.client_token;
  if (Violation violation = read_text(body, argument.name, token)) {
    return violation;
  }
  if (find_member(body, argument.name) != nullptr && (token.empty() || length_of(token) > kMaxClientToken)) {
    return "clientToken must be from 1 to 64 characters long";
  }
  for (const char c : token) {
    if (c < '!' || c > '~') {
      return "clientToken may hold only printable ASCII characters without blanks";
    }
  }
  Json rest = body;
  rest.erase(std::string(argument.name));
  call.arguments.command = rest.dump(-1, ' ', false, Json::error_handler_t::replace);
  return std::nullopt;
}

}  // namespace jobrig::contract

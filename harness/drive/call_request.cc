#include "drive/call_request.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "contract/json_document.h"

namespace jobrig::drive {

using nlohmann::json;

std::optional<std::string> argument_text(const model::CaseCall& call, std::string_view name) {
  const auto argument = std::find_if(call.arguments.begin(), call.arguments.end(),
                                     [&](const model::Argument& one) { return one.name == name; });
  if (argument == call.arguments.end()) {
    return std::nullopt;
  }
  json value;
  return !contract::parse_json(argument->json, value) && value.is_string() ? value.get<std::string>() : argument->json;
}

std::string arguments_json(const model::CaseCall& call) {
  std::string text = "{";
  for (const model::Argument& argument : call.arguments) {
    text += (text.size() > 1 ? "," : "") + json(argument.name).dump() + ":" + argument.json;
  }
  return text + "}";
}

std::string last_lines(const std::string& text) {
  constexpr int kLines = 40;
  std::size_t at = text.ends_with('\n') ? text.size() - 1 : text.size();
  for (int lines = 0; lines < kLines; ++lines) {
    at = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    if (at == std::string::npos) {
      return text;
    }
  }
  return text.substr(at + 1);
}

}  // namespace jobrig::drive

#include "drive/placeholders.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/url.h"
#include "contract/operations.h"

namespace jobrig::drive {
namespace {

constexpr std::string_view kEncoded = "url:";

constexpr std::array<std::string_view, 6> kCallFields{"endpoint", "operation", "region", "ca", "cert", "key"};
constexpr std::array<std::string_view, 4> kMqttFields{"clientId", "keepAliveSeconds", "await", kPayload};

bool is_name(std::string_view text) {
  const auto operations = contract::operations();
  return std::find(kCallFields.begin(), kCallFields.end(), text) != kCallFields.end() ||
         std::find(kMqttFields.begin(), kMqttFields.end(), text) != kMqttFields.end() ||
         std::any_of(operations.begin(), operations.end(),
                     [&](const contract::OperationRow& row) { return contract::has_argument(row, text); });
}

struct Piece {
  std::string_view text;  // literal text, or the name of the placeholder without `url:`
  bool placeholder = false;
  bool encoded = false;
};

std::vector<Piece> pieces_of(std::string_view word) {
  std::vector<Piece> pieces;
  std::size_t begin = 0;  // start of the text that is not part of a placeholder yet
  for (std::size_t open = word.find('{'); open != std::string_view::npos; open = word.find('{', open + 1)) {
    const std::size_t close = word.find('}', open);
    if (close == std::string_view::npos) {
      break;
    }
    std::string_view name = word.substr(open + 1, close - open - 1);
    const bool encoded = name.starts_with(kEncoded);
    name.remove_prefix(encoded ? kEncoded.size() : 0);
    if (is_name(name)) {
      pieces.push_back({word.substr(begin, open - begin)});
      pieces.push_back({name, true, encoded});
      begin = close + 1;
      open = close;
    }
  }
  pieces.push_back({word.substr(begin)});
  return pieces;
}

std::optional<std::string> present(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::string payload_of(const model::CaseCall& call) {
  model::CaseCall in_body;
  std::copy_if(call.arguments.begin(), call.arguments.end(), std::back_inserter(in_body.arguments),
               [](const model::Argument& argument) { return in_payload(argument.name); });
  return arguments_json(in_body);
}

std::optional<std::string> mqtt_value(const CallRequest& request, std::string_view name) {
  if (!request.mqtt) {
    return std::nullopt;
  }
  if (name == "clientId") {
    return present(request.mqtt->client_id);
  }
  if (name == "keepAliveSeconds") {
    const auto seconds = request.mqtt->keep_alive.count();
    return seconds > 0 ? std::optional(std::to_string(seconds)) : std::nullopt;
  }
  if (name == "await") {
    return request.call.await ? std::optional(std::to_string(*request.call.await)) : std::nullopt;
  }
  return payload_of(request.call);
}

}  // namespace

bool in_payload(std::string_view argument) { return argument != "thingName" && argument != "jobId"; }

std::optional<std::string> placeholder_value(const CallRequest& request, std::string_view name) {
  const std::array<std::pair<std::string_view, const std::string*>, 6> call_fields{
      {{"endpoint", &request.endpoint},
       {"operation", &request.call.operation},
       {"region", &request.region},
       {"ca", &request.tls.authority},
       {"cert", &request.tls.certificate},
       {"key", &request.tls.key}}};
  for (const auto& [own_name, value] : call_fields) {
    if (own_name == name) {
      return present(*value);
    }
  }
  if (std::find(kMqttFields.begin(), kMqttFields.end(), name) != kMqttFields.end()) {
    return mqtt_value(request, name);
  }
  return argument_text(request.call, name);
}

std::vector<std::string_view> placeholder_names() {
  std::vector<std::string_view> names(kCallFields.begin(), kCallFields.end());
  names.insert(names.end(), kMqttFields.begin(), kMqttFields.end());
  const std::vector<std::string_view> arguments = contract::argument_names();
  names.insert(names.end(), arguments.begin(), arguments.end());
  return names;
}

std::vector<std::string> placeholders_in(std::string_view word) {
  std::vector<std::string> names;
  for (const Piece& piece : pieces_of(word)) {
    if (piece.placeholder) {
      names.emplace_back(piece.text);
    }
  }
  return names;
}

std::optional<std::string> expand_placeholders(std::string_view word, const CallRequest& request) {
  std::string filled;
  for (const Piece& piece : pieces_of(word)) {
    if (!piece.placeholder) {
      filled += piece.text;
      continue;
    }
    const auto value = placeholder_value(request, piece.text);
    if (!value) {
      return std::nullopt;
    }
    filled += piece.encoded ? base::percent_encode(*value) : *value;
  }
  return filled;
}

}  // namespace jobrig::drive

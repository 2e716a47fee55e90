#include "base/url.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace jobrig::base {

TargetParts split_target(std::string_view target) {
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
    if (starts_with_ignoring_case(target, scheme)) {
      target.remove_prefix(scheme.size());
      const std::size_t end = std::min(target.find_first_of("/?#"), target.size());  // RFC 3986 section 3.2
      return {target.substr(0, end), end == target.size() ? std::string_view("/") : target.substr(end)};
    }
  }
  return {std::nullopt, target};
}

std::pair<std::string_view, std::string_view> path_and_query(std::string_view target) {
  target = split_target(target).path_and_query;
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos) {
    return {target, std::string_view()};
  }
  return {question == 0 ? std::string_view("/") : target.substr(0, question), target.substr(question + 1)};
}

std::optional<std::pair<std::string_view, std::string_view>> take_parameter(std::string_view& query) {
  while (!query.empty()) {
    const std::size_t ampersand = query.find('&');
    const std::string_view part = query.substr(0, ampersand);
    query.remove_prefix(ampersand == std::string_view::npos ? query.size() : ampersand + 1);
    const std::size_t equals = part.find('=');
    if (!part.empty()) {
      return std::pair(part.substr(0, equals),
                       equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
    }
  }
  return std::nullopt;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  std::optional<std::string> value;
  while (!value) {
    const auto parameter = take_parameter(query);
    if (!parameter) {
      break;
    }
    if (percent_decode(parameter->first) == name) {
      value = percent_decode(parameter->second);
    }
  }
  return value;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t position = 0; position < text.size(); ++position) {
    if (text[position] != '%') {
      decoded += text[position];
      continue;
    }
    const int high = position + 1 < text.size() ? hex_value(text[position + 1]) : -1;
    const int low = position + 2 < text.size() ? hex_value(text[position + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    decoded += static_cast<char>(high * 16 + low);
    position += 2;
  }
  return decoded;
}

std::string percent_encode(std::string_view text, std::string_view also_plain) {
  constexpr std::string_view kUnreserved = "-._~";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_alphanumeric(c) || kUnreserved.find(c) != std::string_view::npos ||
        also_plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += '%';
      append_hex(encoded, c, kUpperHexDigits);
    }
  }
  return encoded;
}

}  // namespace jobrig::base

#include "mqtt/job_document.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "contract/json_document.h"

namespace jobrig::mqtt {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// The end of the string that begins at `begin`, behind its quote; npos: it has none.
std::size_t end_of_string(std::string_view json, std::size_t begin) {
  for (std::size_t i = begin + 1; i < json.size(); ++i) {
    if (json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// Where a string with the document begins and ends, with its quotes.
struct Span {
  std::size_t begin;
  std::size_t end;
};

// Whether the string at `begin` is a member name; sets `value` to where its value begins.
bool is_name(std::string_view json, std::size_t end, std::size_t& value) {
  const std::size_t colon = json.find_first_not_of(kBlanks, end);
  if (colon == std::string_view::npos || json[colon] != ':') {
    return false;
  }
  value = json.find_first_not_of(kBlanks, colon + 1);
  return value != std::string_view::npos;
}

std::optional<Span> find_document(std::string_view json) {
  std::size_t depth = 0;
  std::string_view outer;  // the last member name of the top level
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '{' || json[i] == '[') {
      ++depth;
    } else if ((json[i] == '}' || json[i] == ']') && depth > 0) {
      --depth;
    } else if (json[i] == '"') {
      const std::size_t end = end_of_string(json, i);
      if (end == std::string_view::npos) {
        return std::nullopt;
      }
      const std::string_view name = json.substr(i + 1, end - i - 2);
      std::size_t value = 0;
      const bool named = is_name(json, end, value);
      if (named && name == "jobDocument" && (depth == 1 || (depth == 2 && outer == "execution")) &&
          json[value] == '"') {
        const std::size_t value_end = end_of_string(json, value);
        return value_end == std::string_view::npos ? std::nullopt : std::optional(Span{value, value_end});
      }
      if (named && depth == 1) {
        outer = name;
      }
      i = end - 1;
    }
  }
  return std::nullopt;
}

// The text inside the JSON string, if it is JSON itself.
std::optional<std::string> document_in(std::string_view quoted) {
  const nlohmann::json text = nlohmann::json::parse(quoted, nullptr, false);
  if (!text.is_string()) {
    return std::nullopt;
  }
  auto document = text.get<std::string>();
  nlohmann::json parsed;
  return contract::parse_json(document, parsed) ? std::nullopt : std::optional(std::move(document));
}

}  // namespace

std::string with_document_value(std::string_view json) {
  const std::optional<Span> found = find_document(json);
  const std::optional<std::string> document =
      found ? document_in(json.substr(found->begin, found->end - found->begin)) : std::nullopt;
  if (!document) {
    return std::string(json);
  }
  return std::string(json.substr(0, found->begin)) + *document + std::string(json.substr(found->end));
}

std::string with_members(std::string_view json, std::string_view members) {
  const std::size_t begin = json.find_first_not_of(kBlanks);
  const std::size_t end = json.find_last_not_of(kBlanks);
  if (begin == std::string_view::npos || json[begin] != '{' || json[end] != '}') {
    return "";
  }
  const bool is_empty = json.find_first_not_of(kBlanks, begin + 1) == end;
  return std::string(json.substr(begin, end - begin)) + (is_empty ? "" : ",") + std::string(members) + '}';
}

}  // namespace jobrig::mqtt

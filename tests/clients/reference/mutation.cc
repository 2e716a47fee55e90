#include "clients/reference/mutation.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>

namespace jobrig::reference {
namespace {

using nlohmann::json;

char in_lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char in_upper_case(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string each_char(std::string text, char (*change)(char)) {
  std::transform(text.begin(), text.end(), text.begin(), change);
  return text;
}

std::string in_ascii(std::string text) {
  return each_char(std::move(text), [](char c) { return static_cast<unsigned char>(c) > 127 ? '?' : c; });
}

json as_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && stop == text.data() + text.size() && !text.empty() ? json(number) : json(0);
}

/// As on x86: what does not fit becomes the smallest number.
std::int64_t whole_of(double number) {
  constexpr double kLimit = 9223372036854775808.0;
  return number >= -kLimit && number < kLimit ? static_cast<std::int64_t>(number)
                                              : std::numeric_limits<std::int64_t>::min();
}

json distorted_whole(std::int64_t number, std::string_view how) {
  const auto wrapped = static_cast<std::uint64_t>(number);  // + and - must not overflow
  if (how == "plus-one") return static_cast<std::int64_t>(wrapped + 1);
  if (how == "minus-one") return static_cast<std::int64_t>(wrapped - 1);
  if (how == "float64") return whole_of(static_cast<double>(number));
  if (how == "float32") return whole_of(static_cast<float>(number));
  if (how == "32-bits") return static_cast<std::int32_t>(number);
  if (how == "milliseconds") return static_cast<std::int64_t>(wrapped * 1000);
  if (how == "divided") return number / 1000;
  if (how == "negative") return static_cast<std::int64_t>(0 - wrapped);
  return number;
}

json distorted_list(const json& value, std::string_view how) {
  json list = value;
  if (how == "empty") return json::array();
  if (how == "first" && list.size() > 1) list.erase(list.begin() + 1, list.end());
  if (how == "last" && list.size() > 1) list.erase(list.begin(), list.end() - 1);
  if (how == "reversed") std::reverse(list.begin(), list.end());
  if (how == "doubled") list.insert(list.end(), value.begin(), value.end());
  return list;
}

json distorted_map(const json& value, std::string_view how) {
  json map = json::object();
  for (const auto& [key, one] : value.items()) {
    if (how == "first" && !map.empty()) break;
    const std::string name = how == "lower-case-keys"   ? each_char(key, in_lower_case)
                             : how == "upper-case-keys" ? each_char(key, in_upper_case)
                             : how == "shorter-keys"    ? key.substr(0, std::max<std::size_t>(key.size(), 2) - 1)
                                                        : key;
    map[name] = how == "same-values" ? value.front() : one;
  }
  if (how == "empty") return json::object();
  if (how == "constant") return {{"constant", "constant"}};
  if (how == "more") map["extra"] = "member";
  return map;
}

}  // namespace

bool Mutation::concerns(std::string_view at, std::string_view operation, std::string& rest) const {
  const std::size_t dot = target.find('.');
  const std::string_view named = std::string_view(target).substr(0, dot);
  if (place != at || dot == std::string::npos || (named != operation && named != "any")) {
    return false;
  }
  rest = target.substr(dot + 1);
  return true;
}

std::optional<Mutation> parse_mutation(const std::string& text) {
  const std::size_t first = text.find(':');
  const std::size_t last = text.rfind(':');
  if (first == std::string::npos || first == last) {
    return std::nullopt;
  }
  return Mutation{text.substr(0, first), text.substr(first + 1, last - first - 1), text.substr(last + 1)};
}

std::string distorted_text(const std::string& text, std::string_view how) {
  if (how == "constant") return "constant";
  if (how == "empty") return "";
  if (how == "shorter") return text.substr(0, text.empty() ? 0 : text.size() - 1);
  if (how == "longer") return text + "x";
  if (how == "doubled") return text + text;
  if (how == "trimmed") return trimmed(text);
  if (how == "lower-case") return each_char(text, in_lower_case);
  if (how == "upper-case") return each_char(text, in_upper_case);
  if (how == "ascii") return in_ascii(text);
  if (how == "of-1024") return text.substr(0, 1024);
  if (how == "hyphens") return each_char(text, [](char c) { return c == '_' ? '-' : c; });
  if (how == "before-colon") return text.substr(0, text.find(':'));
  if (how == "no-quotes") return each_char(text, [](char c) { return c == '"' ? '\'' : c; });
  return text;
}

json distorted_value(const json& value, std::string_view how) {
  if (how == "null") return nullptr;
  if (how == "as-text") return value.is_string() ? value : json(value.dump());
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (how == "as-number") return as_number(text);
    if (how == "as-list") return json::array({value});
    if (how == "parsed") return json::parse(text, nullptr, false);
    return distorted_text(text, how);
  }
  if (value.is_number() && how == "constant") return 1;
  if (value.is_number() && how == "zero") return 0;
  if (value.is_number_integer()) return distorted_whole(value.get<std::int64_t>(), how);
  if (value.is_number_float() && how == "plus-one") return value.get<double>() + 1;
  if (value.is_number_float() && how == "float32") return static_cast<float>(value.get<double>());
  if (value.is_number_float() && how == "whole") return static_cast<std::int64_t>(value.get<double>());
  if (value.is_boolean() && how == "negated") return !value.get<bool>();
  if (value.is_array()) return distorted_list(value, how);
  if (value.is_object()) return distorted_map(value, how);
  return value;
}

void distort_member(json& object, const std::string& name, std::string_view how) {
  const auto member = object.find(name);
  if (how == "added") {
    object[name] = member == object.end() ? json("added") : *member;
    return;
  }
  if (member == object.end()) {
    return;
  }
  constexpr std::string_view kSwapped = "swapped-with-";
  if (how == "dropped") {
    object.erase(member);
  } else if (how == "renamed") {
    json value = *member;
    object.erase(member);
    object[each_char(name, in_lower_case) == name ? name + "x" : each_char(name, in_lower_case)] = std::move(value);
  } else if (how.starts_with(kSwapped)) {
    if (const auto other = object.find(std::string(how.substr(kSwapped.size()))); other != object.end()) {
      std::swap(*member, *other);
    }
  } else {
    *member = distorted_value(*member, how);
  }
}

}  // namespace jobrig::reference

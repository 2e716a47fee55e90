#include "judge/expected_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/json_text.h"
#include "base/quote.h"
#include "base/scalar_form.h"

namespace jobrig::judge {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxShown = 200;

std::string cut_short(std::string text) {
  if (text.size() <= kMaxShown) {
    return text;
  }
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;  // do not split a UTF-8 character
  }
  return text.substr(0, end) + "…";
}

std::string is_shown(const std::string& name, const json* actual) {
  return name + (actual == nullptr ? " is missing" : " is " + shown_value(*actual));
}

template <typename Number>
std::optional<Number> read_number(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

bool equals_integer(std::int64_t expected, const json& actual) {
  if (actual.is_number_unsigned()) {
    return expected >= 0 && actual.get<std::uint64_t>() == static_cast<std::uint64_t>(expected);
  }
  if (actual.is_number_integer()) {
    return actual.get<std::int64_t>() == expected;
  }
  // A double represents integers exactly only up to 2^53. A larger one may be a rounded value.
  constexpr double kExact = 9007199254740992.0;
  const double number = actual.get<double>();
  return std::abs(number) < kExact && number == static_cast<double>(expected);
}

/// Whether the text is an integer of any size. Clients may write those as strings of digits.
bool is_whole(std::string_view text) {
  text.remove_prefix(text.starts_with('-') ? 1 : 0);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool equals_number(const std::string& expected, const json& actual) {
  const auto integer = read_number<std::int64_t>(expected);
  if (actual.is_string()) {
    return is_whole(expected) && actual.get_ref<const std::string&>() == expected;
  }
  if (!actual.is_number()) {
    return false;
  }
  const auto number = read_number<double>(expected);
  return integer ? equals_integer(*integer, actual) : number && actual.get<double>() == *number;
}

bool equals_scalar(const base::Node& expected, const json& actual) {
  const base::ScalarForm form = expected.quoted ? base::ScalarForm::kText : base::form_of(expected.text);
  switch (form) {
    case base::ScalarForm::kNumber:
      return equals_number(expected.text, actual);
    case base::ScalarForm::kTrue:
    case base::ScalarForm::kFalse:
      return actual.is_boolean() && actual.get<bool>() == (form == base::ScalarForm::kTrue);
    case base::ScalarForm::kText:
    case base::ScalarForm::kAmbiguous:
      break;
  }
  return actual.is_string() && actual.get_ref<const std::string&>() == expected.text;
}

bool is_word(const base::Node& node, std::string_view word) {
  return node.is_scalar() && !node.quoted && node.text == word;
}

/// What typed SDKs report for an absent member: the default of the Smithy model, or an empty map.
bool is_default(const json& value) {
  return (value.is_number() && value.get<double>() == 0) || (value.is_object() && value.empty()) ||
         (value.is_string() && value.get_ref<const std::string&>().empty());
}

const json* member_of(const json& object, const std::string& name) {
  const auto member = object.find(name);
  return member == object.end() ? nullptr : &*member;
}

/// `exact: true` among the expected members.
bool is_exact(const base::Entry& entry) { return entry.key == "exact" && is_word(entry.value, "true"); }

std::optional<std::string> difference_in_map(const base::Node& expected, const json& actual, const std::string& name) {
  const std::string prefix = name.empty() ? "" : name + ".";
  for (const base::Entry& entry : expected.entries) {
    if (is_exact(entry)) {
      continue;
    }
    if (auto difference = first_difference(entry.value, member_of(actual, entry.key), prefix + entry.key)) {
      return difference;
    }
  }
  if (std::any_of(expected.entries.begin(), expected.entries.end(), is_exact)) {
    for (const auto& [key, value] : actual.items()) {
      if (expected.find(key) == nullptr && !value.is_null()) {
        return is_shown(prefix + key, &value);
      }
    }
  }
  return std::nullopt;
}

std::optional<std::string> difference_in_list(const base::Node& expected, const json& actual, const std::string& name) {
  if (actual.size() != expected.items.size()) {
    return name + " has " + std::to_string(actual.size()) + " items";
  }
  for (std::size_t i = 0; i < expected.items.size(); ++i) {
    if (auto difference = first_difference(expected.items[i], &actual[i], name + "[" + std::to_string(i) + "]")) {
      return difference;
    }
  }
  return std::nullopt;
}

bool equals_text_of(const base::Node& expected, const std::string& actual) {
  base::Diagnostics unused;  // errors in the expectation were reported when the case was read
  return base::json_text(expected, "", unused) == actual;
}

}  // namespace

std::optional<std::string> first_difference(const base::Node& expected, const nlohmann::json* actual,
                                            const std::string& name) {
  const json* const there = actual == nullptr || actual->is_null() ? nullptr : actual;
  if (expected.is_null() || is_word(expected, "absent")) {
    return there == nullptr ? std::nullopt : std::optional(is_shown(name, there));
  }
  if (is_word(expected, "unset")) {
    return there == nullptr || is_default(*there) ? std::nullopt : std::optional(is_shown(name, there));
  }
  if (there == nullptr) {
    return is_shown(name, actual);
  }
  bool fits = false;
  if (expected.is_scalar()) {
    fits = is_word(expected, "present") || equals_scalar(expected, *there);
  } else if (there->is_string()) {
    fits = equals_text_of(expected, there->get_ref<const std::string&>());
  } else if (expected.is_map() && there->is_object()) {
    return difference_in_map(expected, *there, name);
  } else if (expected.is_list() && there->is_array()) {
    return difference_in_list(expected, *there, name);
  }
  return fits ? std::nullopt : std::optional(is_shown(name, there));
}

std::string shown_expectation(const base::Node& expected, std::string_view what, base::Diagnostics& diagnostics) {
  return cut_short(base::json_text(expected, what, diagnostics).value_or(""));
}

std::string shown_value(const nlohmann::json& value) {
  return cut_short(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace jobrig::judge

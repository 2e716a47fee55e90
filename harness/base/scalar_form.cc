#include "base/scalar_form.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace jobrig::base {
namespace {

std::size_t take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(count);
  return count;
}

bool take_any(std::string_view& rest, std::string_view characters) {
  if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) {
    return false;
  }
  rest.remove_prefix(1);
  return true;
}

// YAML 1.2, 10.3.2: [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_core_decimal(std::string_view rest) {
  take_any(rest, "+-");
  const std::size_t before = take_digits(rest);
  const std::size_t after = take_any(rest, ".") ? take_digits(rest) : 0;
  if (before + after == 0) {
    return false;
  }
  if (take_any(rest, "eE")) {
    take_any(rest, "+-");
    if (take_digits(rest) == 0) {
      return false;
    }
  }
  return rest.empty();
}

// The subset of is_core_decimal that JSON allows: no plus sign, no leading zeros, digits on both sides of the point.
bool is_json_number(std::string_view text) {
  take_any(text, "-");
  const bool zero = !text.empty() && text.front() == '0';
  const std::size_t before = take_digits(text);
  if (before == 0 || (zero && before > 1)) {
    return false;
  }
  if (take_any(text, ".") && take_digits(text) == 0) {
    return false;
  }
  return true;
}

bool is_other_base(std::string_view text) {
  take_any(text, "+-");
  if (text.size() < 3 || text.front() != '0') {
    return false;
  }
  const char base = text[1];
  const std::string_view digits = base == 'x'   ? "0123456789abcdefABCDEF"
                                  : base == 'o' ? "01234567"
                                  : base == 'b' ? "01"
                                                : "";
  return !digits.empty() && text.find_first_not_of(digits, 2) == std::string_view::npos;
}

constexpr std::array<std::string_view, 13> kAmbiguousWords{"True",  "TRUE",  "False", "FALSE", ".inf", ".Inf", ".INF",
                                                           "-.inf", "-.Inf", "-.INF", ".nan",  ".NaN", ".NAN"};

}  // namespace

ScalarForm form_of(std::string_view plain) {
  if (plain == "true") {
    return ScalarForm::kTrue;
  }
  if (plain == "false") {
    return ScalarForm::kFalse;
  }
  if (is_core_decimal(plain)) {
    return is_json_number(plain) ? ScalarForm::kNumber : ScalarForm::kAmbiguous;
  }
  const bool listed = std::find(kAmbiguousWords.begin(), kAmbiguousWords.end(), plain) != kAmbiguousWords.end();
  return listed || is_other_base(plain) ? ScalarForm::kAmbiguous : ScalarForm::kText;
}

}  // namespace jobrig::base

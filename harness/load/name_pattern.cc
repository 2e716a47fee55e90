#include "load/name_pattern.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/fields.h"

namespace jobrig::load {
namespace {

using model::NamePattern;
using Kind = NamePattern::Kind;

constexpr std::uint64_t kMaxNumbers = 1'000'000'000'000;
constexpr std::size_t kMaxDigits = 15;

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

/// A number in a pattern or a name: digits without leading zeros.
std::optional<std::uint64_t> decimal(std::string_view text) {
  if (text.empty() || text.size() > kMaxDigits || !all_digits(text) || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::uint64_t power_of_ten(std::size_t exponent) {
  std::uint64_t power = 1;
  while (exponent-- > 0) {
    power *= 10;
  }
  return power;
}

bool in_range(const NamePattern& range, std::optional<std::uint64_t> number) {
  return number && *number >= range.first && *number <= range.last;
}

struct Interval {
  std::uint64_t least;
  std::uint64_t most;
};

/// Reduces `interval` to the numbers m for which offset + m * factor is in the range. Returns false if it becomes
/// empty.
bool cut(Interval& interval, const NamePattern& range, std::uint64_t offset, std::uint64_t factor) {
  if (range.last < offset) {
    return false;
  }
  const std::uint64_t above = range.first > offset ? range.first - offset : 0;
  interval.least = std::max(interval.least, (above + factor - 1) / factor);
  interval.most = std::min(interval.most, (range.last - offset) / factor);
  return interval.least <= interval.most;
}

// Two ranges; the prefix of the second is longer by `x`, and its suffix is longer by `y`. Is there a solution of n1 = x
// n2 y?
bool longer_on_both_sides(const NamePattern& a, const NamePattern& b, std::string_view x, std::string_view y) {
  if (!all_digits(x) || !all_digits(y) || x.starts_with('0')) {
    return false;
  }
  for (std::size_t digits = 1; x.size() + digits + y.size() <= kMaxDigits; ++digits) {
    const bool may_be_zero = digits == 1 && (!x.empty() || y.empty());
    Interval numbers{may_be_zero ? 0 : power_of_ten(digits - 1), power_of_ten(digits) - 1};
    const std::uint64_t factor = power_of_ten(y.size());
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    std::from_chars(x.data(), x.data() + x.size(), head);
    std::from_chars(y.data(), y.data() + y.size(), tail);
    if (cut(numbers, b, 0, 1) && cut(numbers, a, head * factor * power_of_ten(digits) + tail, factor)) {
      return true;
    }
  }
  return false;
}

// The prefix of the second is longer by `x`, and the suffix of the first is longer by `y` (not empty). Is there a
// solution of n1 y = x n2?
bool longer_on_one_side_each(const NamePattern& a, const NamePattern& b, std::string_view x, std::string_view y) {
  // Without overlap: x = n1 z and y = z n2, where z is the text between the numbers, possibly empty.
  for (std::size_t size = 1; size <= x.size(); ++size) {
    const std::string_view between = x.substr(size);
    if (in_range(a, decimal(x.substr(0, size))) && y.starts_with(between) &&
        in_range(b, decimal(y.substr(between.size())))) {
      return true;
    }
  }
  // With overlap in the digits m: n1 = x m and n2 = m y.
  if (!all_digits(x) || !all_digits(y) || x.starts_with('0')) {
    return false;
  }
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::from_chars(x.data(), x.data() + x.size(), head);
  std::from_chars(y.data(), y.data() + y.size(), tail);
  for (std::size_t digits = 1; digits + std::max(x.size(), y.size()) <= kMaxDigits; ++digits) {
    Interval shared{power_of_ten(digits - 1), power_of_ten(digits) - 1};
    if (cut(shared, a, head * power_of_ten(digits), 1) && cut(shared, b, tail, power_of_ten(y.size()))) {
      return true;
    }
  }
  return false;
}

bool ranges_overlap(const NamePattern& a, const NamePattern& b) {
  if (a.prefix.size() > b.prefix.size()) {
    return ranges_overlap(b, a);
  }
  if (!b.prefix.starts_with(a.prefix)) {
    return false;
  }
  const std::string_view x = std::string_view(b.prefix).substr(a.prefix.size());
  const std::string_view first_suffix = a.suffix;
  const std::string_view second_suffix = b.suffix;
  if (second_suffix.ends_with(first_suffix)) {
    return longer_on_both_sides(a, b, x, second_suffix.substr(0, second_suffix.size() - first_suffix.size()));
  }
  return first_suffix.ends_with(second_suffix) &&
         longer_on_one_side_each(a, b, x, first_suffix.substr(0, first_suffix.size() - second_suffix.size()));
}

bool range_holds(const NamePattern& range, std::string_view name) {
  if (name.size() <= range.prefix.size() + range.suffix.size() || !name.starts_with(range.prefix) ||
      !name.ends_with(range.suffix)) {
    return false;
  }
  name.remove_prefix(range.prefix.size());
  name.remove_suffix(range.suffix.size());
  return in_range(range, decimal(name));
}

base::Error braces_error(std::string_view braces) {
  return {base::quoted(braces) + " is not valid; use a range such as {1..100}, or {n} in a job name for" +
          " the number of its thing"};
}

base::Result<NamePattern> parse_range(std::string_view inside, NamePattern pattern) {
  const std::size_t dots = inside.find("..");
  const std::string_view first = inside.substr(0, dots);
  const std::string_view last = dots == std::string_view::npos ? "" : inside.substr(dots + 2);
  const std::string braces = "{" + std::string(inside) + "}";
  if (first.empty() || last.empty() || !all_digits(first) || !all_digits(last)) {
    return braces_error(braces);
  }
  for (const std::string_view number : {first, last}) {
    if (number.size() > 1 && number.front() == '0') {
      return base::Error{"the numbers of " + base::quoted(braces) + " have leading zeros; write {1..20}"};
    }
    if (!decimal(number)) {
      return base::Error{"the numbers of " + base::quoted(braces) + " must be below 10^15"};
    }
  }
  pattern.kind = Kind::kRange;
  pattern.first = *decimal(first);
  pattern.last = *decimal(last);
  if (pattern.first > pattern.last) {
    return base::Error{"the range " + base::quoted(braces) + " ends before it begins"};
  }
  if (pattern.last - pattern.first >= kMaxNumbers) {
    return base::Error{"the range " + base::quoted(braces) + " contains more than 10^12 numbers"};
  }
  return pattern;
}

}  // namespace

base::Result<NamePattern> parse_name_pattern(std::string_view text) {
  NamePattern pattern;
  const std::size_t open = text.find('{');
  const std::size_t close = text.find('}', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos && close == std::string_view::npos) {
    pattern.prefix = text;
    return pattern;
  }
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return base::Error{"unbalanced brace in " + base::quoted(text)};
  }
  pattern.prefix = text.substr(0, open);
  pattern.suffix = text.substr(close + 1);
  if (pattern.prefix.find('}') != std::string::npos || pattern.suffix.find_first_of("{}") != std::string::npos) {
    return base::Error{"a name can contain one pair of braces only: " + base::quoted(text)};
  }
  const std::string_view inside = text.substr(open + 1, close - open - 1);
  if (inside == "n") {
    pattern.kind = Kind::kNumber;
    return pattern;
  }
  return parse_range(inside, std::move(pattern));
}

std::string name_of(const NamePattern& pattern, std::uint64_t number) {
  return pattern.kind == Kind::kLiteral ? pattern.prefix : pattern.prefix + std::to_string(number) + pattern.suffix;
}

bool overlap(const NamePattern& a, const NamePattern& b) {
  if (a.kind == Kind::kLiteral) {
    return b.kind == Kind::kLiteral ? a.prefix == b.prefix : range_holds(b, a.prefix);
  }
  return b.kind == Kind::kLiteral ? range_holds(a, b.prefix) : ranges_overlap(a, b);
}

}  // namespace jobrig::load

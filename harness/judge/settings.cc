#include "judge/settings.h"

#include <charconv>

#include "base/quote.h"
#include "judge/catalogue.h"

namespace jobrig::judge {
namespace {

constexpr std::int64_t kMaxCounted = 1000000;

/// Parses a non-negative integer without sign. Nothing for any other text.
std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  const bool whole = !text.empty() && problem == std::errc() && stop == end && number >= 0 && number <= kMaxCounted;
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<CountRange> parse_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto least = read_number(text.substr(0, dots));
  if (!least || dots == std::string_view::npos) {
    return least ? std::optional(CountRange{*least, *least}) : std::nullopt;
  }
  const std::string_view end = text.substr(dots + 2);
  const auto most = read_number(end);
  if ((!most && !end.empty()) || (most && *most < *least)) {
    return std::nullopt;
  }
  return CountRange{*least, most};
}

}  // namespace

std::string count_in_words(std::size_t count, std::string_view what) {
  return (count == 0 ? "no" : std::to_string(count)) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string in_words(const CountRange& range, std::string_view what) {
  if (!range.most) {
    return "at least " + count_in_words(static_cast<std::size_t>(range.least), what);
  }
  if (*range.most == range.least) {
    return (range.least == 0 ? "" : "exactly ") + count_in_words(static_cast<std::size_t>(range.least), what);
  }
  return std::to_string(range.least) + " to " + count_in_words(static_cast<std::size_t>(*range.most), what);
}

Settings::Settings(const base::Node& node, const CheckKind& kind, base::Diagnostics& diagnostics)
    : base::Settings(node, base::quoted(kind.name), "{}", diagnostics), kind_(kind) {
  as_bare("true");
}

std::optional<std::size_t> Settings::call(std::string_view summary) {
  constexpr std::int64_t kMaxCalls = 1000;
  const auto number = integer("call", summary, 1, kMaxCalls);
  return number ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

std::optional<CountRange> Settings::read_count(const base::Node* node, std::string_view key) {
  if (node == nullptr) {
    return std::nullopt;
  }
  auto range = node->is_scalar() ? parse_range(node->text) : std::nullopt;
  if (!range) {
    diagnostics().add(node->location,
                      base::quoted(key) + " must be a number or a range, such as 3, 2..5 or 1.., not " +
                          (node->is_scalar() ? base::quoted(node->text) : std::string(base::describe(*node))));
  }
  return range;
}

std::optional<CountRange> Settings::count(std::string_view key, std::string_view summary) {
  return read_count(node({key, summary, "count"}), key);
}

CountRange Settings::count(std::string_view key, std::string_view summary, std::int64_t fallback) {
  const base::Node* const found = node({key, summary, "count", Need::kOptional, std::to_string(fallback)});
  return read_count(found, key).value_or(CountRange{fallback, fallback});
}

bool Settings::finish() {
  node({"level", "MUST, SHOULD or INFO; the case's when it is not given", "level"});
  return base::Settings::finish();
}

}  // namespace jobrig::judge

#include "metrics/samples.h"

#include <array>
#include <charconv>

#include "base/utf8.h"

namespace jobrig::metrics {
namespace {

std::string escaped(std::string_view value) {
  std::string text;
  while (!value.empty()) {
    const std::string_view before = value;
    if (!base::take_code_point(value)) {
      value.remove_prefix(1);
      text += "\xEF\xBF\xBD";
      continue;
    }
    const std::string_view character = before.substr(0, before.size() - value.size());
    text += character == "\\"   ? "\\\\"
            : character == "\"" ? "\\\""
            : character == "\n" ? "\\n"
                                : std::string(character);
  }
  return text;
}

/// The shortest text that reads as this number, without an exponent.
std::string decimal(double value) {
  std::array<char, 400> digits{};
  return {digits.data(),
          std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr};
}

}  // namespace

void Samples::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void Samples::add(std::string_view suffix, std::initializer_list<Label> labels, std::string_view value) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [label, content] : labels) {
    text_ += before;
    text_.append(label).append("=\"").append(escaped(content)).append("\"");
    before = ',';
  }
  text_.append(labels.size() > 0 ? "} " : " ").append(value).append("\n");
}

void Samples::add(double value) { add("", {}, decimal(value)); }

void Samples::add(const HistogramTotals& totals, std::span<const std::uint64_t> bounds, double per_unit) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    count += totals.counts[i];
    add("_bucket", {{"le", decimal(static_cast<double>(bounds[i]) / per_unit)}}, std::to_string(count));
  }
  count += totals.counts[bounds.size()];
  add("_bucket", {{"le", "+Inf"}}, std::to_string(count));
  add("_sum", {}, decimal(static_cast<double>(totals.sum) / per_unit));
  add("_count", {}, std::to_string(count));
}

}  // namespace jobrig::metrics

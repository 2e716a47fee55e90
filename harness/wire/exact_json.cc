#include "wire/exact_json.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "contract/json_document.h"

namespace jobrig::wire {
namespace {

using base::Node;
using nlohmann::json;

/// Builds the tree from the events of the parser of nlohmann/json, which pass the text of a number that is not a 64-bit
/// integer.
class TreeBuilder final : public nlohmann::json_sax<json> {
 public:
  [[nodiscard]] Node take() { return std::move(root_); }

  bool null() override { return put({}); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false", false); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value), false); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value), false); }
  bool number_float(number_float_t /*value*/, const string_t& text) override { return scalar(text, false); }
  bool string(string_t& text) override { return scalar(text, true); }
  bool binary(binary_t& /*bytes*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return open(Node::Kind::kMap); }
  bool start_array(std::size_t /*size*/) override { return open(Node::Kind::kList); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    names_.back() = name;
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  bool scalar(std::string text, bool quoted) {
    Node node;
    node.kind = Node::Kind::kScalar;
    node.text = std::move(text);
    node.quoted = quoted;
    return put(std::move(node));
  }
  bool open(Node::Kind kind) {
    Node node;
    node.kind = kind;
    open_.push_back(std::move(node));
    names_.emplace_back();
    return true;
  }
  bool close() {
    Node whole = std::move(open_.back());
    open_.pop_back();
    names_.pop_back();
    return put(std::move(whole));
  }
  bool put(Node value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_map()) {
      open_.back().entries.push_back({names_.back(), {}, std::move(value)});
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  Node root_;
  std::vector<Node> open_;          // maps and lists that are not complete, from the outside in
  std::vector<std::string> names_;  // of the member that is being read, one for each of these
};

/// A number as sign, digits without zeros at either end, and the power of ten of the last digit.
std::tuple<bool, std::string, long long> normal_form(std::string_view text) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  const std::size_t mark = text.find_first_of("eE");
  long long power = 0;
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    exponent.remove_prefix(exponent.starts_with('+') ? 1 : 0);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
  }
  std::string digits;
  bool fraction = false;
  for (const char c : text.substr(0, mark)) {
    fraction = fraction || c == '.';
    power -= fraction && c != '.' ? 1 : 0;
    digits += c == '.' ? "" : std::string(1, c);
  }
  const std::size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) {
    return {false, "", 0};
  }
  const std::size_t last = digits.find_last_not_of('0');
  power += static_cast<long long>(digits.size() - 1 - last);
  return {negative, digits.substr(first, last - first + 1), power};
}

}  // namespace

std::optional<Node> read_exact_json(std::string_view text) {
  TreeBuilder builder;
  const bool readable = !contract::too_deep(text) && text.find('\0') == std::string_view::npos &&
                        json::sax_parse(text.begin(), text.end(), &builder);
  return readable ? std::optional(builder.take()) : std::nullopt;
}

bool is_number(const Node& value) {
  return value.is_scalar() && !value.quoted && value.text != "true" && value.text != "false";
}

bool same_number(std::string_view one, std::string_view other) { return normal_form(one) == normal_form(other); }

}  // namespace jobrig::wire

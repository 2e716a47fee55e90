#include "base/unknown_placeholder.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/suggest.h"

namespace jobrig::base {
namespace {

constexpr std::string_view kEncoded = "url:";

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

std::string in_words(std::string_view name, const std::vector<std::string_view>& known) {
  const auto near = nearest(name, known);
  std::string list;
  for (const std::string_view one : known) {
    list += (list.empty() ? "" : ", ") + std::string(one);
  }
  return "unknown placeholder {" + std::string(name) + "}" +
         (near ? "; did you mean {" + std::string(*near) + "}?" : "; known are " + list);
}

}  // namespace

std::vector<std::string_view> names_in_braces(std::string_view word) {
  std::vector<std::string_view> names;
  for (std::size_t open = word.find('{'); open != std::string_view::npos; open = word.find('{', open + 1)) {
    const std::size_t close = word.find('}', open);
    if (close == std::string_view::npos) {
      break;
    }
    std::string_view name = word.substr(open + 1, close - open - 1);
    name.remove_prefix(name.starts_with(kEncoded) ? kEncoded.size() : 0);
    if (is_name(name) && (open == 0 || (word[open - 1] != '%' && word[open - 1] != '$'))) {
      names.push_back(name);
    }
  }
  return names;
}

std::optional<std::string> unknown_placeholder(std::string_view word, const std::vector<std::string_view>& known) {
  const bool script = word.find_first_of(" \t\n") != std::string_view::npos;
  for (const std::string_view name : names_in_braces(word)) {
    const auto near = nearest(name, known);
    const bool misspelt = near && edit_distance(name, *near) <= 2;
    if (std::find(known.begin(), known.end(), name) == known.end() && (!script || misspelt)) {
      return in_words(name, known);
    }
  }
  return std::nullopt;
}

}  // namespace jobrig::base

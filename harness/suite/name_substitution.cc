#include "suite/name_substitution.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.h"
#include "base/unknown_placeholder.h"

#include "base/ascii.h"

namespace jobrig::suite {
namespace {

// Shorter words are near to anything.
constexpr std::size_t kMinMisspelt = 3;

bool replace_all(std::string& text, std::string_view word, std::string_view by) {
  bool found = false;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
    found = true;
  }
  return found;
}

bool substitute_in(std::string& text, const model::CaseNames& names) {
  replace_all(text, "{thing}", names.thing);
  replace_all(text, "{job}", names.job);
  const bool plain = replace_all(text, "{elsewhere}", names.elsewhere.plain);
  return replace_all(text, "{elsewhere-tls}", names.elsewhere.tls) || plain;
}

/// `%` begins an encoded character, `{` a range.
bool continues_name(char c) {
  return base::is_alphanumeric(c) || std::string_view("_-:%{").find(c) != std::string_view::npos;
}

bool extends(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at > 0 && continues_name(text[at - 1])) || (end < text.size() && continues_name(text[end]))) {
      return true;
    }
  }
  return false;
}

bool extends_in(std::string_view text) { return extends(text, "{thing}") || extends(text, "{job}"); }

void refuse_misspelt(const std::string& text, const base::Location& location, base::Diagnostics& diagnostics) {
  const std::vector<std::string_view> known{"thing", "job", "elsewhere", "elsewhere-tls"};
  for (const std::string_view name : base::names_in_braces(text)) {
    const auto near = name.size() < kMinMisspelt ? std::nullopt : base::nearest(name, known);
    if (near && *near != name) {
      diagnostics.add(location,
                      "unknown placeholder {" + std::string(name) + "}; did you mean {" + std::string(*near) + "}?");
    }
  }
}

}  // namespace

// Recursion is safe: the YAML reader limits the depth to 100.
void refuse_misspelt_names(const base::Node& node, base::Diagnostics& diagnostics) {
  refuse_misspelt(node.text, node.location, diagnostics);
  for (const base::Node& item : node.items) {
    refuse_misspelt_names(item, diagnostics);
  }
  for (const base::Entry& entry : node.entries) {
    if (entry.key == "summary") {  // may quote a path of the API: /things/{thingName}/jobs
      continue;
    }
    refuse_misspelt(entry.key, entry.key_location, diagnostics);
    refuse_misspelt_names(entry.value, diagnostics);
  }
}

// Recursion is safe: the YAML reader limits the depth to 100.
bool substitute_names(base::Node& node, const model::CaseNames& names) {
  bool elsewhere = substitute_in(node.text, names);
  for (base::Node& item : node.items) {
    elsewhere = substitute_names(item, names) || elsewhere;
  }
  for (base::Entry& entry : node.entries) {
    elsewhere = substitute_in(entry.key, names) || elsewhere;
    elsewhere = substitute_names(entry.value, names) || elsewhere;
  }
  return elsewhere;
}

bool extends_names(const base::Node& node) {
  return extends_in(node.text) || std::any_of(node.items.begin(), node.items.end(), extends_names) ||
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const base::Entry& entry) { return extends_in(entry.key) || extends_names(entry.value); });
}

}  // namespace jobrig::suite

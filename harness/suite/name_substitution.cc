#include "suite/name_substitution.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggest.h"
#include "base/unknown_placeholder.h"

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

}  // namespace jobrig::suite

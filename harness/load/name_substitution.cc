#include "load/name_substitution.h"

#include <string>
#include <string_view>

namespace jobrig::load {
namespace {

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

}  // namespace

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

}  // namespace jobrig::load

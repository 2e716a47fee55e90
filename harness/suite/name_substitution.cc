#include "suite/name_substitution.h"

#include <string>
#include <string_view>

namespace jobrig::suite {
namespace {

void replace_all(std::string& text, std::string_view word, std::string_view by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + by.size())) {
    text.replace(at, word.size(), by);
  }
}

void substitute_in(std::string& text, const model::CaseNames& names) {
  replace_all(text, "{thing}", names.thing);
  replace_all(text, "{job}", names.job);
}

}  // namespace

// Recursion is safe: the YAML reader limits the depth to 100.
void substitute_names(base::Node& node, const model::CaseNames& names) {
  substitute_in(node.text, names);
  for (base::Node& item : node.items) {
    substitute_names(item, names);
  }
  for (base::Entry& entry : node.entries) {
    substitute_in(entry.key, names);
    substitute_names(entry.value, names);
  }
}

}  // namespace jobrig::suite

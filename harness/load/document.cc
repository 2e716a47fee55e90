#include "load/document.h"

#include <utility>

#include "yaml/reader.h"

namespace jobrig::load {

std::optional<Document> parse(const Source& source, base::Diagnostics& diagnostics) {
  auto root = yaml::read_yaml(source.text, source.file, diagnostics);
  if (!root) {
    return std::nullopt;
  }
  return Document{source.name, source.file, source.read_beside, std::move(*root)};
}

SourceKind kind_of(const Document& document) {
  const bool expects = document.root.find("known-failures") != nullptr || document.root.find("known-flaky") != nullptr;
  return expects                                         ? SourceKind::kExpectations
         : document.root.find("requirements") != nullptr ? SourceKind::kRequirements
         : document.root.find("expect") != nullptr       ? SourceKind::kCase
                                                         : SourceKind::kScenario;
}

}  // namespace jobrig::load

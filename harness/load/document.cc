#include "load/document.h"

#include <string_view>
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
  const auto has = [&](std::string_view key) { return document.root.find(key) != nullptr; };
  if (has("known-failures") || has("known-flaky")) {
    return SourceKind::kExpectations;
  }
  if (has("stages") || has("steady-state")) {
    return SourceKind::kExperiment;
  }
  if (has("course")) {
    return SourceKind::kLifeCycle;
  }
  if (has("requirements")) {
    return SourceKind::kRequirements;
  }
  if (has("expect")) {
    return SourceKind::kCase;
  }
  return has("program") || (has("calls") && has("outcome")) ? SourceKind::kProfile : SourceKind::kScenario;
}

}  // namespace jobrig::load

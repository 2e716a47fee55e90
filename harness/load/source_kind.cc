#include "load/source_kind.h"

#include <string>

#include "load/yaml_reader.h"

namespace jobrig::load {
namespace {

constexpr const char* kExpect = "expect";
constexpr const char* kKnownFailures = "known-failures";

}  // namespace

SourceKind kind_of(const Source& source) {
  // To parse a large file takes long enough to look for the words first: scenarios have neither.
  if (source.text.find(kExpect) == std::string::npos && source.text.find(kKnownFailures) == std::string::npos) {
    return SourceKind::kScenario;
  }
  base::Diagnostics unused;
  const auto root = read_yaml(source.text, source.file, unused);
  return root && root->find(kKnownFailures) != nullptr ? SourceKind::kExpectations
         : root && root->find(kExpect) != nullptr      ? SourceKind::kCase
                                                       : SourceKind::kScenario;
}

}  // namespace jobrig::load

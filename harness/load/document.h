// Document: one source file before and after parsing. All loaders of load/ read a Document, so a text is parsed only
// once. It determines the kind of the file but does not interpret its content.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/result.h"

namespace jobrig::load {

/// Reads a file next to a scenario (`document-file:`), or returns an error sentence.
using ReadBeside = std::function<base::Result<std::string>(const std::string& path)>;

/// One file as text.
struct Source {
  std::string name;  // for reports and random numbers: model::Scenario::name
  std::string file;  // for messages: `demos/outage.yaml`
  std::string text;
  ReadBeside read_beside;  // empty: there are no files next to it
};

/// One file as a tree.
struct Document {
  std::string name;  // name, file and read_beside as in Source
  std::string file;
  ReadBeside read_beside;
  base::Node root;
  std::string row{};  // of a family of cases: the rest of its path, for messages; otherwise empty
};

/// Returns nothing if the text is not valid YAML; the reason is in `diagnostics`.
std::optional<Document> parse(const Source& source, base::Diagnostics& diagnostics);

enum class SourceKind : std::uint8_t {
  kScenario,      // any other file
  kCase,          // has the key `expect:`
  kProfile,       // has the key `program:`
  kRequirements,  // has the key `requirements:`
  kExpectations,  // has the key `known-failures:` or `known-flaky:`
  kExperiment,    // has the key `stages:` or `steady-state:`
  kLifeCycle,     // has the key `course:`
};

SourceKind kind_of(const Document& document);

}  // namespace jobrig::load

// Document: one source file before and after parsing. Every loader of load/ reads a Document, so that a text is parsed
// once however often it is read. It tells which kind of file this is; what is in it is the loaders' business.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "base/node.h"
#include "base/result.h"

namespace jobrig::load {

/// Reads a file that lies beside a scenario (`document-file:`), or says in a sentence why it cannot.
using ReadBeside = std::function<base::Result<std::string>(const std::string& path)>;

/// One file as text.
struct Source {
  std::string name;  // how reports and randomness call it: model::Scenario::name
  std::string file;  // what messages call it: `demos/outage.yaml`
  std::string text;
  ReadBeside read_beside;  // empty: it has no files beside it
};

/// One file as a tree.
struct Document {
  std::string name;  // name, file and read_beside as in Source
  std::string file;
  ReadBeside read_beside;
  base::Node root;
};

/// Nothing when the text is not YAML; `diagnostics` then says why.
std::optional<Document> parse(const Source& source, base::Diagnostics& diagnostics);

enum class SourceKind : std::uint8_t {
  kScenario,      // every other file
  kCase,          // it has a key `expect:`
  kExpectations,  // it has a key `known-failures:`
};

SourceKind kind_of(const Document& document);

}  // namespace jobrig::load

// Schema tree: a JSON Schema (draft 7) in the form that validates: compiled once, used by many threads. It knows the
// keywords that the program's schemas use and refuses every other, so that none is ignored by mistake. What looks at
// one value alone is contract/schema_rule's.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "contract/schemas.h"

namespace jobrig::contract {

/// Immutable.
class SchemaTree {
 public:
  /// Every `$ref` points into the document. Throws std::invalid_argument for a keyword that is unknown or has a form
  /// that is, and nlohmann's exceptions for a reference to what is not there.
  explicit SchemaTree(const nlohmann::json& document);
  SchemaTree(const SchemaTree&) = delete;
  SchemaTree& operator=(const SchemaTree&) = delete;
  ~SchemaTree();

  /// Every way in which the value breaks the schema, each once. Empty: it keeps it.
  [[nodiscard]] std::vector<SchemaViolation> validate(const nlohmann::json& value) const;

 private:
  struct Node;
  class Compiler;
  class Walk;

  std::vector<std::unique_ptr<Node>> nodes_;
  const Node* root_;
};

}  // namespace jobrig::contract

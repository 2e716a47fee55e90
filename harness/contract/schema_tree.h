// Schema tree: a compiled JSON Schema (draft 7) that validates values. It rejects keywords that it does not know, so no
// keyword is ignored by mistake. It does not check single values itself (contract/schema_rule does).
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "contract/schemas.h"

namespace jobrig::contract {

/// Immutable and thread-safe.
class SchemaTree {
 public:
  /// Every `$ref` must point into the document. Throws std::invalid_argument for an unknown keyword or an unknown form
  /// of a keyword. Throws an exception of nlohmann/json for a reference without a target.
  explicit SchemaTree(const nlohmann::json& document);
  SchemaTree(const SchemaTree&) = delete;
  SchemaTree& operator=(const SchemaTree&) = delete;
  ~SchemaTree();

  /// All violations of the schema, without duplicates. Empty if the value is valid.
  [[nodiscard]] std::vector<SchemaViolation> validate(const nlohmann::json& value) const;

 private:
  struct Node;
  class Compiler;
  class Walk;

  std::vector<std::unique_ptr<Node>> nodes_;
  const Node* root_;
};

}  // namespace jobrig::contract

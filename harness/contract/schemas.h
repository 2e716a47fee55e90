// Schemas: the JSON Schemas (draft 7) of schemas/, compiled into the program, and validation against them. For
// load time, tests, dev builds and the judge; not for the hot path.
//
// Policy for members that a schema does not name: in answers and errors they are off the contract; in requests they are
// allowed, as the service ignores them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/embedded_files.h"
#include "model/contract_words.h"

namespace jobrig::contract {

enum class SchemaPart : std::uint8_t { kRequest, kResponse, kError };

using SchemaFile = EmbeddedFile;
/// Every schema file in the program.
std::span<const SchemaFile> schema_files();

struct SchemaViolation {
  std::string pointer;  // JSON pointer into the document: /execution/status
  std::string message;  // `must be …`, to be put behind the pointer

  friend bool operator==(const SchemaViolation&, const SchemaViolation&) = default;
};

/// Validates a JSON text; empty when it keeps the contract. A text that is no JSON (a byte order mark, bytes behind the
/// value and ill-formed UTF-8 included), names a member twice or is nested more than 100 levels deep is one violation
/// at "". An edition that lacks the operation has nothing to validate against: one violation at "". Thread-safe; a
/// schema is compiled at its first use.
std::vector<SchemaViolation> validate(model::Edition edition, model::Operation operation, SchemaPart part,
                                      std::string_view json);
/// The same against any schema file in the program: `original/describe_job_execution.response.json`. Throws
/// std::invalid_argument for one that is not there or whose patterns RE2 doesn't know (look-ahead).
std::vector<SchemaViolation> validate_against(std::string_view path, std::string_view json);
/// The same against a schema among the components of an OpenAPI document in the program: `admin.openapi.json`, `Clock`.
std::vector<SchemaViolation> validate_component(std::string_view path, std::string_view name, std::string_view json);
/// The path of the schema that `validate` goes by.
std::string schema_path(model::Edition edition, model::Operation operation, SchemaPart part);

}  // namespace jobrig::contract

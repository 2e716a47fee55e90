// Schemas: the JSON Schemas (draft 7) of schemas/, compiled into the program, and validation against them. It is for
// load time, tests, dev builds and the judge, and too slow for the request path.
//
// Members that a schema does not name are violations in responses and errors. In requests they are allowed, because the
// service ignores them.
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
/// All schema files in the program.
std::span<const SchemaFile> schema_files();

/// How the message about a member that a schema does not name begins.
inline constexpr std::string_view kNotInContract = "is not in the contract";

struct SchemaViolation {
  std::string pointer;  // JSON pointer into the document: /execution/status
  std::string message;  // `must be …`, to follow the pointer

  friend bool operator==(const SchemaViolation&, const SchemaViolation&) = default;
};

/// Validates a JSON text. Returns no violations if it conforms to the contract. Returns one violation at "" if the text
/// is not valid JSON (including a byte order mark, text after the value, and ill-formed UTF-8), has a duplicate member,
/// is nested more than 100 levels deep, or if the edition lacks the operation. Thread-safe. Schemas are compiled at
/// first use.
std::vector<SchemaViolation> validate(model::Edition edition, model::Operation operation, SchemaPart part,
                                      std::string_view json);
/// Validates against any schema file in the program: `original/describe_job_execution.response.json`. Throws
/// std::invalid_argument if the file does not exist or has a pattern that RE2 does not support (look-ahead).
std::vector<SchemaViolation> validate_against(std::string_view path, std::string_view json);
/// Validates against a component of an OpenAPI document in the program: `admin.openapi.json`, `Clock`.
std::vector<SchemaViolation> validate_component(std::string_view path, std::string_view name, std::string_view json);
/// The path of the schema that `validate` uses.
std::string schema_path(model::Edition edition, model::Operation operation, SchemaPart part);

}  // namespace jobrig::contract

// Schemas: the JSON Schemas of schemas/<edition>/, compiled into the program, and validation against them. Only
// schemas.cc knows the validator's library. For load time, tests, dev builds and the judge; not for the hot path.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/contract_words.h"

namespace jobrig::contract {

enum class SchemaPart : std::uint8_t { kRequest, kResponse, kError };

struct SchemaFile {
  std::string_view path;  // original/describe_job_execution.response.json
  std::string_view text;
};
/// Every schema file in the program.
std::span<const SchemaFile> schema_files();

struct SchemaViolation {
  std::string pointer;  // JSON pointer into the document: /execution/status
  std::string message;  // in a sentence
};

/// Validates a JSON text. A text that is no JSON, or is nested more than 100 levels deep, is one violation at "".
std::vector<SchemaViolation> validate(model::Edition edition, model::Operation operation, SchemaPart part,
                                      std::string_view json);

}  // namespace jobrig::contract

// Operations: the table of the data plane's operations. It holds no handlers and no schemas.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/contract_words.h"

namespace jobrig::contract {

struct OperationRow {
  model::Operation operation;
  std::string_view name;                     // DescribeJobExecution
  std::string_view method;                   // GET
  std::string_view path;                     // /things/{thingName}/jobs/{jobId}
  std::string_view summary;                  // what it does, in our words
  bool current_only;                         // not in the original edition
  int success_status;                        // of the documented answer
  std::string_view stem;                     // describe_job_execution: how its schema files are called
  std::span<const std::string_view> errors;  // names of the errors it may answer with
  /// Names of what a caller may give, in path, query and body, those of the current edition among them.
  std::span<const std::string_view> arguments;
};

/// All rows, in the contract's order.
std::span<const OperationRow> operations();
const OperationRow& row_of(model::Operation operation);
std::optional<model::Operation> operation_named(std::string_view name);
/// Whether the edition has the operation at all.
bool has_operation(model::Edition edition, model::Operation operation);
/// Whether the operation documents the error of that name.
bool documents_error(model::Operation operation, std::string_view error_name);

}  // namespace jobrig::contract

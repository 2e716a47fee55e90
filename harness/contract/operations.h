// Operations: the table of the operations of the data plane. It contains no handlers and no schemas.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/contract_words.h"

namespace jobrig::contract {

/// One argument of an operation.
struct ArgumentRow {
  enum class In : std::uint8_t { kPath, kQuery, kBody };

  std::string_view name;  // executionNumber
  In in;
  bool special_value = false;  // accepts one more value: `$next` as jobId, -1 as stepTimeoutInMinutes
};

struct OperationRow {
  model::Operation operation;
  std::string_view name;                     // DescribeJobExecution
  std::string_view stem;                     // describe_job_execution: the prefix of its schema files
  std::string_view method;                   // GET
  std::string_view path;                     // /things/{thingName}/jobs/{jobId}
  std::string_view summary;                  // a one-line description
  std::span<const ArgumentRow> arguments;    // in path, query and body
  std::span<const std::string_view> errors;  // names of its documented errors
  std::string_view refusal_error;            // the error for a request that breaks the contract
  std::string_view required_body = {};       // the smallest valid body; empty: the body is optional
  bool current_only = false;                 // not in the original edition
  int success_status = 200;                  // of the documented response
  bool brings_execution = false;             // a success without `execution` means that there is none
  std::string_view feature = {};             // a client needs it for this call; empty: none
};

/// All rows, in the order of the contract.
std::span<const OperationRow> operations();
const OperationRow& row_of(model::Operation operation);
std::optional<model::Operation> operation_named(std::string_view name);
/// True if the operation exists in the edition.
bool has_operation(model::Edition edition, model::Operation operation);
/// The operations of the edition: the one in `only`, or all.
std::vector<model::Operation> operations_meant(model::Edition edition, const std::optional<model::Operation>& only);
/// True if this error is documented for the operation.
bool documents_error(model::Operation operation, std::string_view error_name);
/// True if the operation may send this error: a documented or a common one.
bool may_send_error(model::Operation operation, std::string_view error_name);
/// True if the operation has an argument of that name, in any edition.
bool has_argument(const OperationRow& row, std::string_view name);
/// The names of all operations, and of the arguments of all operations without duplicates, in the order of the rows.
std::vector<std::string_view> operation_names();
std::vector<std::string_view> argument_names();

}  // namespace jobrig::contract

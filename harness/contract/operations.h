// Operations: the table of the data plane's operations. It holds no handlers and no schemas.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/contract_words.h"

namespace jobrig::contract {

/// What a caller may give.
struct ArgumentRow {
  enum class In : std::uint8_t { kPath, kQuery, kBody };

  std::string_view name;  // executionNumber
  In in;
  bool current_only = false;   // not in the original edition
  bool special_value = false;  // it takes one value more: `$next` as jobId, -1 as stepTimeoutInMinutes
};

struct OperationRow {
  model::Operation operation;
  std::string_view name;                     // DescribeJobExecution
  std::string_view stem;                     // describe_job_execution: the name of its schema files
  std::string_view method;                   // GET
  std::string_view path;                     // /things/{thingName}/jobs/{jobId}
  std::string_view summary;                  // what it does, in our words
  std::span<const ArgumentRow> arguments;    // in path, query and body
  std::span<const std::string_view> errors;  // names of the errors it may answer with
  std::string_view refusal_error;            // the one for a request that breaks the contract
  std::string_view required_body = {};       // what a body must at least say; empty: it may be left out
  bool current_only = false;                 // not in the original edition
  int success_status = 200;                  // of the documented answer
  bool brings_execution = false;             // a success without an `execution` says that there is none
  std::string_view feature = {};             // of a client that can call it; empty: every client can
};

/// All rows, in the contract's order.
std::span<const OperationRow> operations();
const OperationRow& row_of(model::Operation operation);
std::optional<model::Operation> operation_named(std::string_view name);
/// Whether the edition has the operation at all.
bool has_operation(model::Edition edition, model::Operation operation);
/// The operations of the edition that may be meant: `only` that one, or all.
std::vector<model::Operation> operations_meant(model::Edition edition, const std::optional<model::Operation>& only);
/// Whether the operation documents the error of that name.
bool documents_error(model::Operation operation, std::string_view error_name);
/// Whether the operation has an argument of that name, in any edition.
bool has_argument(const OperationRow& row, std::string_view name);
/// The names of all operations, and of the arguments of all operations, each once, in the order of the rows.
std::vector<std::string_view> operation_names();
std::vector<std::string_view> argument_names();

}  // namespace jobrig::contract

// Arguments: reads the arguments of a request into a call, as declared in the row of the operation: values from the
// path or the query, and members of the JSON body. It rejects wrong types and values out of range, and ignores members
// that the row does not name, as the service does. It keeps no JSON and knows no protocol.
#pragma once

#include <string_view>

#include "contract/constraints.h"
#include "contract/operations.h"
#include "model/call.h"

namespace jobrig::contract {

/// The argument of that name, or null if the operation has none at this position.
const ArgumentRow* find_argument(const OperationRow& row, ArgumentRow::In in, std::string_view name);

/// Sets the values of arguments that may be absent.
void set_defaults(const OperationRow& row, model::Edition edition, model::Call& call);

/// Reads an argument of a path or a query, already decoded. Returns the rule that it breaks, or nothing. `lasting`
/// means that the text lives as long as the call, so the call need not copy it.
Violation read_argument(const ArgumentRow& argument, std::string_view text, bool lasting, model::Call& call);

/// Reads all arguments that the row declares in the body, in the order of the row. Returns the first broken rule, or
/// nothing. A text nested more than 100 levels deep is rejected before parsing.
Violation read_body(const OperationRow& row, std::string_view text, model::Call& call);

}  // namespace jobrig::contract

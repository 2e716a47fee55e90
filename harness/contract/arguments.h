// Arguments: reads what a caller gives, as the row of the operation says, into a call: texts of a path or a query,
// members of a body of JSON. Wrong types and values out of range are refused; members that the row does not name are
// passed over, as the service does. It keeps no JSON and knows no protocol.
#pragma once

#include <string_view>

#include "contract/constraints.h"
#include "contract/operations.h"
#include "model/call.h"

namespace jobrig::contract {

/// The argument of that name, or null when the operation has none there in the edition.
const ArgumentRow* find_argument(const OperationRow& row, ArgumentRow::In in, std::string_view name,
                                 model::Edition edition);

/// Sets what an absent argument stands for.
void set_defaults(const OperationRow& row, model::Edition edition, model::Call& call);

/// An argument of a path or a query, decoded; returns which rule it breaks, or nothing. `lasting`: the text lives as
/// long as the call, which need not copy it.
Violation read_argument(const ArgumentRow& argument, std::string_view text, bool lasting, model::Edition edition,
                        model::Call& call);

/// All that the row says is in the body, in its order; returns the first rule that is broken, or nothing. A text nested
/// more than 100 levels deep is refused before it is parsed.
Violation read_body(const OperationRow& row, std::string_view text, model::Call& call);

}  // namespace jobrig::contract

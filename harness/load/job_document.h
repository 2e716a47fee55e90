// Job document: reads `document` or `document-file` of an execution or a step. It does not interpret the document.
#pragma once

#include <optional>
#include <string>

#include "base/fields.h"
#include "load/context.h"

namespace jobrig::load {

/// Returns the text of the jobDocument, or nothing if there is none. Reports a document that the contract does not
/// allow, unless `off_contract`.
std::optional<std::string> read_document(base::Fields& fields, bool off_contract, const Context& context);

}  // namespace jobrig::load

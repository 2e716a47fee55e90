// Drawn texts: statusDetails and jobDocuments by chance, within the limits of the contract: Unicode, blanks at both
// ends, quotes, backslashes, the greatest lengths. It knows no executions.
#pragma once

#include <string>

#include "base/random.h"
#include "model/details.h"

namespace jobrig::state {

/// 0 to 10 pairs. Keys have capital letters and differ from each other.
model::Details drawn_details(base::Random& random);

/// A JSON object as text, sometimes of exactly 32,768 characters. It has no placeholders (`${`).
std::string drawn_document(base::Random& random);

}  // namespace jobrig::state

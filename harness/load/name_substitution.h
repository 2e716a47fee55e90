// Name substitution: replaces `{thing}` and `{job}` in a case's file by the names of one instance, in values and keys,
// before anything is read from them. It leaves other braces as they are.
#pragma once

#include "base/node.h"
#include "model/case_names.h"

namespace jobrig::load {

/// Replaces every `{thing}` and `{job}` in every text of the tree. Locations stay those of the file.
void substitute_names(base::Node& node, const model::CaseNames& names);

}  // namespace jobrig::load

// Name substitution: replaces `{thing}` and `{job}` in the file of a case with the names of one instance, in keys and
// values, before the case is read. It does not change other braces.
#pragma once

#include "base/node.h"
#include "model/case_names.h"

namespace jobrig::suite {

/// Replaces every `{thing}` and `{job}` in all texts of the tree. Locations still refer to the original file.
void substitute_names(base::Node& node, const model::CaseNames& names);

}  // namespace jobrig::suite

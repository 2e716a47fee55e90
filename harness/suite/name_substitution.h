// Name substitution: replaces `{thing}`, `{job}`, `{elsewhere}` and `{elsewhere-tls}` in the file of a case with the
// names of one instance, in keys and values, before the case is read. It does not change other braces.
#pragma once

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/case_names.h"

namespace jobrig::suite {

/// Replaces every placeholder in all texts of the tree. Locations still refer to the original file. Returns whether one
/// of elsewhere was among them.
bool substitute_names(base::Node& node, const model::CaseNames& names);

/// Whether some text of the tree makes a longer name of `{thing}` or `{job}`: `{thing}-2`. Such names must stay short.
[[nodiscard]] bool extends_names(const base::Node& node);
/// Reports `{thign}`: a placeholder that is nearly one of them.
void refuse_misspelt_names(const base::Node& node, base::Diagnostics& diagnostics);

}  // namespace jobrig::suite

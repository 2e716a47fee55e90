// Name substitution: puts the names of one instance of a case where its file says `{thing}` and `{job}`, in values and
// keys alike, before anything is read from them. It knows no other braces: those stay as they are.
#pragma once

#include <string>

#include "base/node.h"

namespace jobrig::load {

/// What a case's thing and job are called in one instance of it, so that instances run beside each other.
struct CaseNames {
  std::string thing;
  std::string job;
};

/// Replaces every `{thing}` and `{job}` in every text of the tree. Places stay those of the file.
void substitute_names(base::Node& node, const CaseNames& names);

}  // namespace jobrig::load

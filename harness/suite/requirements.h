// Requirements: reads the registry of requirements, and finds the requirement that a case names. It reads no case and
// counts nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/node.h"
#include "model/requirement.h"

namespace jobrig::suite {

/// Reads a registry and reports all mistakes. The requirements without a mistake, in the order of the file.
std::vector<model::Requirement> load_requirements(const base::Node& root, base::Diagnostics& diagnostics);

/// The registry inside the program. Created once; thread-safe. A test verifies that it has no mistakes.
std::span<const model::Requirement> requirements();
/// The requirement with that id in the registry inside the program, or null.
const model::Requirement* requirement_named(std::string_view id);
/// Whether the text has the form of an id: `ERR-3`. A case may also state its requirement as a sentence.
bool is_requirement_id(std::string_view text);
/// `RFC 9110, 10.2.3; RFC 9112, 9.3`
std::string source_text(const model::Requirement& requirement);

}  // namespace jobrig::suite

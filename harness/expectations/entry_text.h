// Entry text: one entry of an expectations file as YAML. It does not know the rest of the file.
#pragma once

#include <cstddef>
#include <string>

#include "model/expectation.h"

namespace jobrig::expectations {

/// The lines of the entry, each with a line end. The dash is in column `indent`, from 0.
std::string entry_text(const model::Expectation& one, std::size_t indent);

/// A plain scalar if YAML reads it as text, else a quoted one.
std::string scalar_text(const std::string& text);

}  // namespace jobrig::expectations

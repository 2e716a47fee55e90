// Roff: the manual page of the program for man(1), in the macros of man(7). It is generated from the commands and
// options. It formats nothing (groff and mandoc do).
#pragma once

#include <string>

#include "manual/program.h"

namespace jobrig::manual {

std::string manual_page(const Program& program);

}  // namespace jobrig::manual

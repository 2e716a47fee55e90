// Terminal width: the number of columns of a terminal. It prints nothing.
#pragma once

#include <cstddef>

namespace jobrig::commands {

constexpr std::size_t kUsualColumns = 80;

/// The width of a terminal: `variable` ($COLUMNS, null: unset) if it is a number from 20 to 1000, else what the
/// terminal says (0: it does not know), else 80.
std::size_t columns_of_terminal(const char* variable, std::size_t said);

/// The width of the terminal that is standard output; 0 if it is not a terminal.
std::size_t columns_of_stdout();

}  // namespace jobrig::commands

// Completion: scripts that complete the command lines of the program in a shell. They are generated from the commands
// and options, and ask the program for names (`jobrig list cases --names`). It installs nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "manual/program.h"

namespace jobrig::manual {

struct Shell {
  std::string_view name;    // bash
  std::string_view enable;  // the command that enables the completion in a running shell
  std::string (*script)(const Program& program);
};

std::span<const Shell> shells();

/// One function for each file of a shell.
std::string bash_completion(const Program& program);
std::string zsh_completion(const Program& program);
std::string fish_completion(const Program& program);

}  // namespace jobrig::manual

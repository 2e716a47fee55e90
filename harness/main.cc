// argv -> command -> exit code. It holds the program's only catch-all: what arrives there is a bug of ours.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "commands/command_line.h"

int main(int argc, char** argv) {
  using jobrig::commands::ExitCode;
  try {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    jobrig::commands::Streams streams{std::cout, std::cerr};
    ExitCode code = jobrig::commands::run_command_line(words, streams);
    // A full disk behind `jobrig list > file` shows itself only here.
    if (!std::cout.flush()) {
      std::cerr << "jobrig: cannot write to standard output\n";
      code = ExitCode::kUserOrWorld;
    }
    return static_cast<int>(code);
  } catch (const std::exception& error) {
    std::cerr << "jobrig: internal error: " << error.what() << "\n";
  } catch (...) {
    std::cerr << "jobrig: internal error\n";
  }
  return static_cast<int>(ExitCode::kUserOrWorld);
}

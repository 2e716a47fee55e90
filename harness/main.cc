// Calls the command line and returns its exit code. This file contains the only catch-all of the program: an exception
// that reaches it is a bug in jobrig.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "base/memory_reserve.h"
#include "base/version.h"
#include "commands/command_line.h"
#include "commands/terminal_width.h"

int main(int argc, char** argv) {
  using jobrig::commands::ExitCode;
  jobrig::base::install_memory_reserve();
  try {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    jobrig::commands::Streams streams{std::cout, std::cerr, jobrig::commands::columns_of_stdout()};
    ExitCode code = jobrig::commands::run_command_line(words, streams, jobrig::base::commit());
    // A full disk with `jobrig list > file` is detected only here.
    if (!std::cout.flush()) {
      std::cerr << "jobrig: cannot write to standard output\n";
      code = ExitCode::kUserOrWorld;
    }
    return static_cast<int>(code);
  } catch (const std::bad_alloc&) {
    std::cerr << "jobrig: out of memory\n";
  } catch (const std::system_error& error) {
    std::cerr << "jobrig: the system has no thread or descriptor left: " << error.what() << "; see ulimit -a\n";
  } catch (const std::exception& error) {
    std::cerr << "jobrig: internal error: " << error.what() << "\n";
  } catch (...) {
    std::cerr << "jobrig: internal error\n";
  }
  return static_cast<int>(ExitCode::kUserOrWorld);
}

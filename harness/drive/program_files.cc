#include "drive/program_files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/quote.h"
#include "base/suggest.h"

namespace jobrig::drive {
namespace {

namespace fs = std::filesystem;

// A folder with more files is not searched for a similar name.
constexpr std::size_t kMaxNames = 1000;
// Linux reads no more of the first line of a script (execve(2)).
constexpr std::size_t kMaxScriptLine = 255;

std::string name_of_error(int code) { return std::error_code(code, std::generic_category()).message(); }

/// 0, or why the file cannot be executed.
int problem_of(const std::string& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) {
    return error ? error.value() : ENOENT;
  }
  return fs::is_regular_file(status) && ::access(file.c_str(), X_OK) == 0 ? 0 : EACCES;
}

/// The interpreter of a script (`#!/usr/bin/python3`), or an empty text.
std::string interpreter_of(const std::string& file) {
  std::ifstream script(file, std::ios::binary);
  std::string line(kMaxScriptLine, '\0');
  script.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(script.gcount()));
  line.erase(std::min(line.find('\n'), line.size()));
  if (!line.starts_with("#!")) {
    return "";
  }
  const std::size_t begin = std::min(line.find_first_not_of(" \t", 2), line.size());
  return line.substr(begin, line.find_first_of(" \t", begin) - begin);
}

/// The nearest name in the same folder, for the end of a message.
std::string similar_file(const std::string& program) {
  const std::size_t slash = program.rfind('/');
  const std::string folder = slash == std::string::npos ? "./" : program.substr(0, slash + 1);
  const std::string name = program.substr(slash == std::string::npos ? 0 : slash + 1);
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end && names.size() < kMaxNames;
       entry.increment(error)) {
    if (problem_of(entry->path().string()) == 0) {
      names.push_back(entry->path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  const auto near = base::nearest(name, {names.begin(), names.end()});
  return near ? "; did you mean " + base::quoted(folder + std::string(*near)) + "?" : "";
}

}  // namespace

std::vector<std::string> program_files(const std::string& program) {
  if (program.find('/') != std::string::npos) {
    return {program};
  }
  const char* const path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): jobrig sets no variables
  std::string_view rest = path != nullptr ? path : "/bin:/usr/bin";
  std::vector<std::string> files;
  for (;;) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    files.push_back(folder.empty() ? program : std::string(folder) + "/" + program);
    if (folder.size() == rest.size()) {
      return files;
    }
    rest.remove_prefix(folder.size() + 1);
  }
}

std::optional<std::string> start_problem(const std::string& program) {
  const std::string start = "cannot start " + base::quoted(program) + ": ";
  int problem = ENOENT;
  for (const std::string& file : program_files(program)) {
    const int found = problem_of(file);
    if (found == 0) {
      const std::string interpreter = interpreter_of(file);
      return interpreter.empty() || problem_of(interpreter) == 0
                 ? std::nullopt
                 : std::optional(start + "its interpreter " + base::quoted(interpreter) + " cannot be started");
    }
    problem = found == EACCES ? EACCES : problem;
  }
  return start + name_of_error(problem) + (problem == ENOENT ? similar_file(program) : "");
}

}  // namespace jobrig::drive

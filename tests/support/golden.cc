#include "support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/paths.h"

namespace jobrig::test {
namespace {

void write(const std::string& path, const std::string& text) {
  std::ofstream(source_folder() / path, std::ios::binary) << text;
}

}  // namespace

bool writes_golden() {
  const char* const write = std::getenv("JOBRIG_WRITE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): one thread
  return write != nullptr && std::string_view(write) == "1";
}

std::string golden(const std::string& name, const std::string& text) {
  const std::string path = "tests/golden/" + name;
  if (writes_golden()) {
    write(path, text);
    return text;
  }
  return checked_in(path);
}

std::string checked_in(const std::string& path) {
  std::ifstream file(source_folder() / path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("there is no " + path + "; JOBRIG_WRITE_GOLDEN=1 writes golden files");
  }
  std::ostringstream whole;
  whole << file.rdbuf();
  return whole.str();
}

std::string difference_from_checked_in(const std::string& path, const std::string& text) {
  if (writes_golden()) {
    write(path, text);
    return "";
  }
  const std::string present = checked_in(path);
  if (present == text) {
    return "";
  }
  const auto [here, there] = std::mismatch(present.begin(), present.end(), text.begin(), text.end());
  return path + " is out of date from line " + std::to_string(std::count(present.begin(), here, '\n') + 1) +
         "; write it with JOBRIG_WRITE_GOLDEN=1 build/dev/jobrig_unit_tests \"[generated]\"";
}

}  // namespace jobrig::test

#include "support/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/paths.h"

namespace jobrig::test {

bool writes_golden() {
  const char* const write = std::getenv("JOBRIG_WRITE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): one thread
  return write != nullptr && std::string_view(write) == "1";
}

std::string golden(const std::string& name, const std::string& text) {
  const auto path = source_folder() / "tests/golden" / name;
  if (writes_golden()) {
    std::ofstream(path, std::ios::binary) << text;
    return text;
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("there is no " + path.string() + "; JOBRIG_WRITE_GOLDEN=1 writes it");
  }
  std::ostringstream whole;
  whole << file.rdbuf();
  return whole.str();
}

}  // namespace jobrig::test

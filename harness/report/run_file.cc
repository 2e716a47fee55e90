#include "report/run_file.h"

#include <cstddef>
#include <fstream>
#include <utility>

#include "report/run_json_reader.h"

namespace jobrig::report {
namespace {

// A run of all cases takes a few MiB.
constexpr std::size_t kMaxFile = std::size_t{256} * 1024 * 1024;
constexpr std::size_t kBlock = std::size_t{64} * 1024;

base::Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return base::Error{"cannot read " + path};
  }
  std::string text;
  std::vector<char> block(kBlock);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxFile) {
      return base::Error{path + " is larger than the limit of 256 MiB"};
    }
  }
  // A folder can be opened but not read.
  return file.bad() ? base::Result<std::string>(base::Error{"cannot read " + path}) : std::move(text);
}

}  // namespace

base::Result<std::vector<model::RunResult>> read_run_file(const std::string& path) {
  const auto text = read_text(path);
  if (!text) {
    return text.error();
  }
  auto runs = read_run_json(*text);
  if (!runs) {
    return base::Error{path + " " + runs.error().message};
  }
  return runs;
}

}  // namespace jobrig::report

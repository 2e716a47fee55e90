#include "support/checked_in.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "support/golden.h"
#include "support/paths.h"

namespace jobrig::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kIndent = 2;

std::string whole_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("there is no " + path.string());
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string schema_part(const std::string& file, const std::string& pointer, const std::string& generated) {
  const auto path = source_folder() / "schemas" / file;
  const std::string before = whole_file(path);
  Json document = Json::parse(before);
  Json& part = document.at(Json::json_pointer(pointer));
  if (writes_golden()) {
    part = Json::parse(generated);
    if (const std::string after = document.dump(kIndent) + "\n"; after != before) {
      std::ofstream(path, std::ios::binary) << after;
    }
  }
  return part.dump(kIndent);
}

std::string indented(const std::string& json) { return Json::parse(json).dump(kIndent); }

}  // namespace jobrig::test

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

void write_if_changed(const std::filesystem::path& path, const std::string& before, const std::string& after) {
  if (after != before) {
    std::ofstream(path, std::ios::binary) << after;
  }
}

}  // namespace

std::string schema_part(const std::string& file, const std::string& pointer, const std::string& generated) {
  const auto path = source_folder() / "schemas" / file;
  const std::string before = whole_file(path);
  Json document = Json::parse(before);
  Json& part = document.at(Json::json_pointer(pointer));
  if (writes_golden()) {
    part = Json::parse(generated);
    write_if_changed(path, before, document.dump(kIndent) + "\n");
  }
  return part.dump(kIndent);
}

std::string indented(const std::string& json) { return Json::parse(json).dump(kIndent); }

std::string table_below(const std::string& file, const std::string& heading, const std::string& generated) {
  const auto path = source_folder() / file;
  const std::string text = whole_file(path);
  const std::size_t below = text.find("\n" + heading + "\n");
  const std::size_t begin = below == std::string::npos ? below : text.find("\n|", below);
  if (begin == std::string::npos) {
    throw std::runtime_error("there is no table below " + heading + " in " + file);
  }
  std::size_t end = begin + 1;  // after the last line that starts with a bar
  while (end < text.size() && text[end] == '|') {
    end = text.find('\n', end) + 1;
  }
  if (writes_golden()) {
    write_if_changed(path, text, text.substr(0, begin + 1) + generated + text.substr(end));
    return generated;
  }
  return text.substr(begin + 1, end - begin - 1);
}

}  // namespace jobrig::test

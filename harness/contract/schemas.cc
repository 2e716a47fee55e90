#include "contract/schemas.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "contract/editions.h"
#include "contract/json_document.h"
#include "contract/operations.h"
#include "contract/schema_keywords.h"
#include "contract/schema_tree.h"

namespace jobrig::contract {
namespace {

using Json = nlohmann::json;

std::string_view text_of(std::string_view path) {
  const auto files = schema_files();
  const auto file = std::find_if(files.begin(), files.end(), [&](const SchemaFile& one) { return one.path == path; });
  if (file == files.end()) {
    throw std::invalid_argument("no schema " + std::string(path) + " in the program");
  }
  return file->text;
}

/// `path`, or `path#name` for a component of an OpenAPI document.
std::unique_ptr<const SchemaTree> compile(std::string_view path) {
  const std::size_t hash = path.find('#');
  Json document = Json::parse(text_of(path.substr(0, hash)));
  if (hash != std::string_view::npos) {
    document = schema_of_openapi(document, path.substr(hash + 1));
  }
  const std::string folder(path.substr(0, path.rfind('/') + 1));
  include_files(document, [&](std::string_view file) { return Json::parse(text_of(folder + std::string(file))); });
  return std::make_unique<const SchemaTree>(document);
}

/// The compiled schema. It is kept until the program ends.
const SchemaTree& compiled(std::string_view path) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const SchemaTree>, std::less<>> cache;
  const std::lock_guard lock(mutex);
  auto found = cache.find(path);
  if (found == cache.end()) {
    found = cache.emplace(path, compile(path)).first;
  }
  return *found->second;
}

}  // namespace

std::span<const SchemaFile> schema_files() { return embedded_schemas(); }

std::string schema_path(model::Edition edition, model::Operation operation, SchemaPart part) {
  constexpr std::array<std::string_view, 3> kParts = {".request.json", ".response.json", ".error.json"};
  return std::string(row_of(edition).word) + "/" + std::string(row_of(operation).stem) +
         std::string(kParts.at(static_cast<std::size_t>(part)));
}

std::vector<SchemaViolation> validate_against(std::string_view path, std::string_view json) {
  const SchemaTree& schema = compiled(path);
  Json document;
  if (auto problem = read_json(json, document)) {
    return {{"", *std::move(problem)}};
  }
  return schema.validate(document);
}

std::vector<SchemaViolation> validate_component(std::string_view path, std::string_view name, std::string_view json) {
  return validate_against(std::string(path) + "#" + std::string(name), json);
}

std::vector<SchemaViolation> validate(model::Edition edition, model::Operation operation, SchemaPart part,
                                      std::string_view json) {
  if (!has_operation(edition, operation)) {
    return {
        {"", std::string(row_of(operation).name) + " is not in the " + std::string(row_of(edition).word) + " edition"}};
  }
  return validate_against(schema_path(edition, operation, part), json);
}

}  // namespace jobrig::contract

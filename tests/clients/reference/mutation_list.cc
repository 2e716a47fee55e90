#include "clients/reference/mutation_list.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "contract/schemas.h"

namespace jobrig::reference {
namespace {

using nlohmann::json;

json schema_file(const std::string& path) {
  for (const contract::SchemaFile& file : contract::schema_files()) {
    if (file.path == path) {
      return json::parse(file.text);
    }
  }
  throw std::invalid_argument("there is no schema " + path);
}

/// The pattern allows only letters, digits and some signs: no blanks, quotes or other alphabets.
bool plain_letters(const json& schema) {
  return schema.contains("enum") || schema.value("pattern", "").starts_with("^[a-zA-Z0-9");
}

void add_text(MutationIds& ids, const std::string& path, const json& schema) {
  ids.add("report", path, {"constant", "empty", "shorter", "longer", "doubled", "lower-case", "as-number", "as-list"});
  if (!schema.contains("enum")) {
    ids.add("report", path, "upper-case");
  } else {
    ids.add("report", path, "hyphens");
  }
  if (!plain_letters(schema)) {
    ids.add("report", path, {"trimmed", "ascii", "no-quotes"});
  }
  if (schema.value("maxLength", 0) > 1024) {
    ids.add("report", path, {"of-1024", "parsed"});
  }
  if (schema.value("pattern", "").find(':') != std::string::npos) {
    ids.add("report", path, "before-colon");
  }
}

void add_members(MutationIds& ids, const std::string& path, const json& schema);

void add_member(MutationIds& ids, const std::string& path, const json& schema) {
  ids.add("report", path, {"dropped", "null", "previous"});
  const std::string type = type_of(schema);
  if (!path.ends_with("*")) {
    ids.add("report", path, "renamed");
  }
  if (type == "string") {
    add_text(ids, path, schema);
  } else if (type == "integer") {
    ids.add("report", path,
            {"constant", "zero", "plus-one", "minus-one", "float64", "float32", "32-bits", "as-text", "negative",
             "divided"});
  } else if (type == "number") {
    ids.add("report", path,
            {"constant", "zero", "plus-one", "minus-one", "float32", "32-bits", "as-text", "negative", "divided",
             "milliseconds"});
  } else if (type == "array") {
    ids.add("report", path, {"empty", "first", "last", "reversed", "doubled"});
    add_members(ids, path + ".*", resolved(schema.at("items")));
  } else if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
    ids.add("report", path,
            {"empty", "first", "more", "lower-case-keys", "upper-case-keys", "shorter-keys", "same-values", "as-text"});
    add_member(ids, path + ".*", resolved(schema["additionalProperties"]));
  } else {
    ids.add("report", path, {"empty", "as-text"});
    add_members(ids, path, schema);
  }
}

/// The members of an object, each also swapped with the next of its type.
void add_members(MutationIds& ids, const std::string& path, const json& schema) {
  const json& members = schema.at("properties");
  ids.add("report", path + ".unknownMember", "added");
  for (auto member = members.begin(); member != members.end(); ++member) {
    const json mine = resolved(*member);
    add_member(ids, path + "." + member.key(), mine);
    for (auto other = std::next(member); other != members.end(); ++other) {
      if (type_of(resolved(*other)) == type_of(mine)) {
        ids.add("report", path + "." + member.key(), "swapped-with-" + other.key());
        break;
      }
    }
  }
}

}  // namespace

void MutationIds::add(std::string_view place, const std::string& target, std::string_view how) {
  const std::string id = std::string(place) + ":" + target + ":" + std::string(how);
  if (known_.insert(id).second) {
    ids_.push_back(id);
  }
}

void MutationIds::add(std::string_view place, const std::string& target, Words hows) {
  for (const std::string_view how : hows) {
    add(place, target, how);
  }
}

json schema_of(const contract::OperationRow& row, std::string_view part) {
  return schema_file("current/" + std::string(row.stem) + "." + std::string(part) + ".json");
}

json resolved(const json& schema) {
  static const json kDefinitions = schema_file("current/definitions.json").at("definitions");
  if (!schema.contains("$ref")) {
    return schema;
  }
  const std::string where = schema["$ref"].get<std::string>();
  return kDefinitions.at(where.substr(where.rfind('/') + 1));
}

std::string type_of(const json& schema) {
  const auto type = schema.find("type");
  return type == schema.end() ? "" : (type->is_array() ? type->front() : *type).get<std::string>();
}

void add_reports(MutationIds& ids, const contract::OperationRow& row) {
  add_members(ids, std::string(row.name), schema_of(row, "response"));
}

std::vector<std::string> generated_mutations() {
  MutationIds ids;
  for (const contract::OperationRow& row : contract::operations()) {
    add_reports(ids, row);
  }
  for (const contract::OperationRow& row : contract::operations()) {
    add_requests(ids, row);
  }
  add_headers(ids);
  add_retries(ids);
  add_errors(ids);
  return ids.all();
}

}  // namespace jobrig::reference

#include "faults/error_envelope.h"

#include <vector>

#include "base/json_string.h"
#include "contract/error_name.h"
#include "contract/errors.h"
#include "faults/headers.h"
#include "faults/json_edit.h"
#include "http/reply.h"
#include "model/find_header.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kHeader = contract::kErrorTypeHeader;
// Finds the member in the root only, not in nested objects.
std::optional<JsonMember> root_member(const std::string& json, std::string_view name) {
  const auto member = find_member(json, name);
  return member && member->path == name ? member : std::nullopt;
}

}  // namespace

std::string error_name(model::Reply& reply) {
  if (const model::Header* const header = model::find_header(http::head_of(reply).headers, kHeader)) {
    return std::string(contract::bare_error_name(header->value));
  }
  for (const std::string_view name : contract::kErrorNameMembers) {
    if (const auto member = root_member(reply.body, name)) {
      const std::string_view value = value_of(reply.body, *member);
      return std::string(value.size() > 2 ? contract::bare_error_name(value.substr(1, value.size() - 2)) : "");
    }
  }
  return {};
}

void remove_error_name(model::Reply& reply) {
  remove_header(reply, kHeader);
  for (const std::string_view name : contract::kErrorNameMembers) {
    if (const auto member = root_member(reply.body, name)) {
      drop_member(reply.body, *member);
    }
  }
}

void put_error_name(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding) {
  remove_error_name(reply);
  const std::string members = contract::error_name_members(encoding, name);
  if (members.empty()) {
    set_header(reply, kHeader, contract::error_name_value(encoding, name));
    return;
  }
  auto object = find_object(reply.body, "");
  if (!object || !object->path.empty()) {
    reply.body = "{}";
    object = find_object(reply.body, "");
  }
  append_members(reply.body, *object, members);
}

void become_error(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding) {
  const contract::ErrorRow* const row = contract::error_named(name);
  http::head_of(reply).status = row == nullptr ? 500 : row->status;
  reply.error = name;
  reply.body = "{\"message\":" + base::json_string(row == nullptr ? std::string_view() : row->message) + "}";
  put_error_name(reply, name, encoding);
}

std::optional<std::string> read_error_name(Settings& settings, std::string_view key, std::string_view summary,
                                           Need need) {
  std::vector<std::string_view> names;
  for (const contract::ErrorRow& row : contract::errors()) {
    names.push_back(row.name);
  }
  for (const contract::CommonErrorRow& row : contract::common_errors()) {
    names.push_back(row.error.name);
  }
  return settings.word(key, summary, names, need);
}

std::optional<model::ErrorNameEncoding> read_encoding(Settings& settings, std::string_view key, Need need) {
  constexpr std::string_view kSummary = "where the name of the error is sent";
  std::vector<std::string_view> words;
  for (const contract::EncodingRow& row : contract::error_name_encodings()) {
    words.push_back(row.word);
  }
  const auto word = need == Need::kRequired ? settings.word(key, kSummary, words, need)
                                            : settings.word(key, kSummary, words, "header");
  for (const contract::EncodingRow& row : contract::error_name_encodings()) {
    if (word == row.word) {
      return row.encoding;
    }
  }
  return std::nullopt;
}

}  // namespace jobrig::faults

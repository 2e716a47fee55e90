// JSON edit: changes single members of a JSON text and leaves every other byte unchanged, which keeps the intended flaw
// the only one. It builds no document and does not fully validate the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::faults {

/// One member of an object or element of a list, as offsets in the text.
struct JsonMember {
  std::string path;       // `execution.status`, `queuedJobs.0.jobId`
  bool of_object = true;  // false: an element of a list
  std::size_t begin = 0;  // start of the key (with the quote), or of the element
  std::size_t value = 0;  // start of the value
  std::size_t end = 0;    // end of the value (exclusive)
};

/// An object, as the offsets of its braces. The root counts if it is an object.
struct JsonObject {
  std::string path;       // empty: the root
  std::size_t begin = 0;  // the `{`
  std::size_t end = 0;    // the `}`
};

/// All members and objects, in the order of the text. Empty for invalid JSON or more than 100 levels of nesting.
struct JsonOutline {
  std::vector<JsonMember> members;
  std::vector<JsonObject> objects;
};
JsonOutline outline(std::string_view json);

/// The first member whose path is `path` or ends with `.path`: `status` finds `execution.status`.
std::optional<JsonMember> find_member(std::string_view json, std::string_view path);
/// The object at this path, with the same rule. An empty path means the root.
std::optional<JsonObject> find_object(std::string_view json, std::string_view path);

std::string_view value_of(std::string_view json, const JsonMember& member);
/// The raw key without quotes. Empty for an element of a list.
std::string_view key_of(std::string_view json, const JsonMember& member);

/// Replaces the value by `raw`, which is inserted unchanged.
void replace_value(std::string& json, const JsonMember& member, std::string_view raw);
/// Removes the member and one adjacent comma.
void drop_member(std::string& json, const JsonMember& member);
/// Appends `"name":value,…` to the object.
void append_members(std::string& json, const JsonObject& object, std::string_view members);
/// Appends `"name": raw` to the object.
void append_member(std::string& json, const JsonObject& object, std::string_view name, std::string_view raw);

}  // namespace jobrig::faults

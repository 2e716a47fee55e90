// JSON edit: changes single members of a JSON text and leaves every other byte as it is, so that what is wrong with a
// body is the one thing that was meant. It builds no document and checks only as much as finding takes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobrig::faults {

/// One member of an object or element of a list, as places in the text.
struct JsonMember {
  std::string path;       // `execution.status`, `queuedJobs.0.jobId`
  bool of_object = true;  // false: an element of a list
  std::size_t begin = 0;  // of its key (with the quote), or of the element
  std::size_t value = 0;  // where its value begins
  std::size_t end = 0;    // behind its value
};

/// An object (or the whole text's value, when that is one) by the places of its braces.
struct JsonObject {
  std::string path;       // of the root: empty
  std::size_t begin = 0;  // the `{`
  std::size_t end = 0;    // the `}`
};

/// All there is, in the order of the text; empty when it is no JSON, or nested deeper than 100 levels.
struct JsonOutline {
  std::vector<JsonMember> members;
  std::vector<JsonObject> objects;
};
JsonOutline outline(std::string_view json);

/// The first member whose path is `path` or ends with `.path`: `status` finds `execution.status`.
std::optional<JsonMember> find_member(std::string_view json, std::string_view path);
/// The object at that path, found alike; empty: the root.
std::optional<JsonObject> find_object(std::string_view json, std::string_view path);

std::string_view value_of(std::string_view json, const JsonMember& member);
/// The key as it stands in the text, without quotes; empty for an element.
std::string_view key_of(std::string_view json, const JsonMember& member);

/// `raw` is put in as it is.
void replace_value(std::string& json, const JsonMember& member, std::string_view raw);
/// Takes one comma with it.
void drop_member(std::string& json, const JsonMember& member);
/// Appends `"name": raw` to the object.
void append_member(std::string& json, const JsonObject& object, std::string_view name, std::string_view raw);

}  // namespace jobrig::faults

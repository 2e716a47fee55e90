#include "load/reply_answer.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/fields.h"
#include "base/http_text.h"
#include "base/json_text.h"
#include "model/find_header.h"

namespace jobrig::load {
namespace {

constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

bool written_by_framing(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view one) { return base::equals_ignoring_case(one, name); });
}

// The names read so far, in lower case.
using HeaderNames = std::unordered_set<std::string>;

void read_header(const base::Entry& entry, HeaderNames& names, model::HttpReply& reply,
                 base::Diagnostics& diagnostics) {
  const auto value = base::read_text(entry.value, "the value of a header", diagnostics);
  if (!base::is_header_name(entry.key)) {
    diagnostics.add(entry.key_location, base::quoted(entry.key) + " cannot be the name of a header");
  } else if (written_by_framing(entry.key)) {
    diagnostics.add(entry.key_location, base::quoted(entry.key) + " is set by jobrig; use a fault to change it");
  } else if (value && !base::is_header_value(*value)) {
    diagnostics.add(entry.value.location,
                    "the value of a header cannot contain control characters or begin or end with a space");
  } else if (value) {
    if (!names.insert(base::to_lower(entry.key)).second) {
      diagnostics.add(entry.key_location,
                      "the header " + base::quoted(entry.key) + " is duplicated; header names are case-insensitive");
    }
    reply.headers.push_back({entry.key, *value});
  }
}

void read_body(base::Fields& fields, model::HttpReply& reply, const Context& context) {
  const base::Node* const json = fields.node("json");
  const base::Node* const body = fields.node("body");
  if (json != nullptr && body != nullptr) {
    fields.report("json", "a reply has a \"body\" (text) or \"json\", not both");
    return;
  }
  if (body != nullptr && !body->is_scalar()) {
    fields.report("body", "\"body\" must be text, not " + std::string(base::describe(*body)) +
                              "; \"json\" takes any value and sends it as JSON");
    return;
  }
  if (body != nullptr) {
    reply.body = body->text;
  }
  if (json != nullptr) {
    reply.body = base::json_text(*json, "\"json\"", context.diagnostics).value_or("");
    if (model::find_header(reply.headers, "Content-Type") == nullptr) {
      reply.headers.push_back({"Content-Type", "application/json"});
    }
  }
}

}  // namespace

model::RawAnswer read_reply(const base::Node& node, const Context& context) {
  base::Fields fields(node, "a reply", context.diagnostics);
  model::RawAnswer answer;
  model::HttpReply& reply = answer.reply;
  reply.status = static_cast<int>(fields.integer("status", 200, 599).value_or(reply.status));
  if (const base::Node* const headers = fields.node("headers")) {
    if (!headers->is_map()) {
      fields.report("headers",
                    "\"headers\" must be a map of names to values, not " + std::string(base::describe(*headers)));
    }
    HeaderNames names;
    for (const base::Entry& entry : headers->entries) {
      read_header(entry, names, reply, context.diagnostics);
    }
  }
  read_body(fields, reply, context);
  if (!reply.body.empty() && (reply.status == kNoContent || reply.status == kNotModified)) {
    fields.report("status", "a response with status " + std::to_string(reply.status) + " has no body in HTTP");
  }
  fields.finish();
  return answer;
}

}  // namespace jobrig::load

#include "load/reply_answer.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/fields.h"
#include "base/json_text.h"
#include "load/file_beside.h"
#include "model/find_header.h"

namespace jobrig::load {
namespace {

constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

void read_headers(const base::Node& node, model::HttpReply& reply, std::vector<faults::HeaderChange>& removals,
                  base::Diagnostics& diagnostics) {
  using Change = faults::HeaderChange;
  for (Change& change : faults::read_header_changes(node, Change::Kind::kSet, "headers", diagnostics)) {
    for (std::string& value : change.values) {
      reply.headers.push_back({change.name, std::move(value)});
    }
    if (change.kind == Change::Kind::kRemove) {
      removals.push_back(std::move(change));
    }
  }
}

// The bytes of `body-file` or `body-base64`.
std::optional<std::string> read_bytes(const base::Node* file, const base::Node* base64, const Context& context) {
  if (file != nullptr) {
    return read_file_beside(*file, "body-file", context);
  }
  const auto text = base::read_text(*base64, "\"body-base64\"", context.diagnostics);
  std::optional<std::string> bytes = text ? base::from_base64(*text) : std::nullopt;
  if (text && !bytes) {
    context.diagnostics.add(
        base64->location, "\"body-base64\" must be base64 with padding, such as //79/A==, not " + base::quoted(*text));
  }
  return bytes;
}

void read_body(base::Fields& fields, model::HttpReply& reply, const Context& context) {
  const base::Node* const json = fields.node("json");
  const base::Node* const body = fields.node("body");
  const base::Node* const file = fields.node("body-file");
  const base::Node* const base64 = fields.node("body-base64");
  if ((json != nullptr) + (body != nullptr) + (file != nullptr) + (base64 != nullptr) > 1) {
    fields.report(json != nullptr ? "json" : (file != nullptr ? "body-file" : "body-base64"),
                  "a reply has only one of \"body\" (text), \"json\", \"body-file\" and \"body-base64\"");
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
  if (file != nullptr || base64 != nullptr) {
    reply.body = read_bytes(file, base64, context).value_or("");
  }
  if (json != nullptr) {
    reply.body = base::json_text(*json, "\"json\"", context.diagnostics).value_or("");
    if (model::find_header(reply.headers, "Content-Type") == nullptr) {
      reply.headers.push_back({"Content-Type", "application/json"});
    }
  }
}

}  // namespace

model::RawAnswer read_reply(const base::Node& node, std::vector<faults::HeaderChange>& removals,
                            const Context& context) {
  base::Fields fields(node, "a reply", context.diagnostics);
  model::RawAnswer answer;
  model::HttpReply& reply = answer.reply;
  reply.status = static_cast<int>(fields.integer("status", 200, 599).value_or(reply.status));
  if (const base::Node* const headers = fields.node("headers")) {
    read_headers(*headers, reply, removals, context.diagnostics);
  }
  read_body(fields, reply, context);
  if (!reply.body.empty() && (reply.status == kNoContent || reply.status == kNotModified)) {
    fields.report("status", "a response with status " + std::to_string(reply.status) + " has no body in HTTP");
  }
  fields.finish();
  return answer;
}

}  // namespace jobrig::load

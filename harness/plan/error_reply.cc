#include "plan/error_reply.h"

#include <chrono>
#include <utility>

#include "contract/errors.h"
#include "plan/json_text.h"

namespace jobrig::plan {
namespace {

constexpr std::string_view kErrorTypeHeader = "x-amzn-ErrorType";

// restJson1, "Operation error serialization": a name may carry a namespace before it and a URI behind it, and may
// stand in the body as `__type` or `code` (shared contract notes, "Errors").
void add_name_header(model::ErrorNameEncoding encoding, std::string_view name, model::Reply& reply) {
  std::string value;
  if (encoding == model::ErrorNameEncoding::kHeaderNamespace) {
    value = "com.amazonaws.iot.laser#";
  }
  value += name;
  if (encoding == model::ErrorNameEncoding::kHeaderUri) {
    value += ":http://internal.amazon.com/coral/com.amazonaws.iot.laser/";
  }
  reply.headers.push_back({std::string(kErrorTypeHeader), std::move(value)});
}

// The body's member for the name, or nothing when the name is in the header.
std::string_view body_member(model::ErrorNameEncoding encoding) {
  switch (encoding) {
    case model::ErrorNameEncoding::kBodyType:
      return "__type";
    case model::ErrorNameEncoding::kBodyCode:
      return "code";
    case model::ErrorNameEncoding::kBodyUpperCode:
      return "Code";
    case model::ErrorNameEncoding::kHeader:
    case model::ErrorNameEncoding::kHeaderUri:
    case model::ErrorNameEncoding::kHeaderNamespace:
      break;
  }
  return {};
}

// Rounded up: a client that waits as long as it is told never comes too early.
template <typename Unit>
std::string in_whole(base::Duration duration) {
  return std::to_string(std::chrono::ceil<Unit>(duration).count());
}

}  // namespace

void fill_error_reply(const model::ErrorAnswer& error, std::string_view request_id, model::Reply& reply) {
  const contract::ErrorRow* row = contract::error_named(error.name);
  reply.status = row == nullptr ? 500 : row->status;
  reply.headers.clear();
  reply.headers.reserve(5);
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"x-amzn-RequestId", std::string(request_id)});
  reply.body = "{";
  if (const std::string_view member = body_member(error.encoding); !member.empty()) {
    append_json_string(reply.body, member);
    reply.body += ':';
    append_json_string(reply.body, error.name);
    reply.body += ',';
  } else {
    add_name_header(error.encoding, error.name, reply);
  }
  reply.body += "\"message\":";
  append_json_string(reply.body, error.message ? std::string_view(*error.message)
                                               : (row == nullptr ? std::string_view() : row->message));
  reply.body += '}';
  if (error.retry_after) {
    reply.headers.push_back({"Retry-After", in_whole<std::chrono::seconds>(*error.retry_after)});
  }
  if (error.amz_retry_after) {
    reply.headers.push_back({"x-amz-retry-after", in_whole<std::chrono::milliseconds>(*error.amz_retry_after)});
  }
}

void fill_error_reply(std::string_view name, std::string_view message, std::string_view request_id,
                      model::Reply& reply) {
  model::ErrorAnswer error;
  error.name = name;
  error.message = message;
  fill_error_reply(error, request_id, reply);
}

void fill_foreign_error_reply(int status, std::string_view name, std::string_view message, std::string_view request_id,
                              model::Reply& reply) {
  fill_error_reply(name, message, request_id, reply);
  reply.status = status;
  reply.off_contract = true;
}

}  // namespace jobrig::plan

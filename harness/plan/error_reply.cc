#include "plan/error_reply.h"

#include <chrono>
#include <utility>

#include "base/json_string.h"
#include "contract/error_name.h"
#include "contract/errors.h"

namespace jobrig::plan {
namespace {

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
  if (const std::string_view member = contract::error_name_member(error.encoding); !member.empty()) {
    base::append_json_string(reply.body, member);
    reply.body += ':';
    base::append_json_string(reply.body, error.name);
    reply.body += ',';
  } else {
    reply.headers.push_back(
        {std::string(contract::kErrorTypeHeader), contract::error_type_value(error.encoding, error.name)});
  }
  reply.body += "\"message\":";
  base::append_json_string(reply.body, error.message ? std::string_view(*error.message)
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

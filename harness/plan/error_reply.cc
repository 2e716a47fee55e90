#include "plan/error_reply.h"

#include <utility>

#include "base/json_string.h"
#include "contract/error_name.h"
#include "contract/errors.h"

namespace jobrig::plan {

void fill_error_reply(const model::ErrorAnswer& error, std::string request_id, model::Reply& reply,
                      std::string_view members) {
  reply.error = error.name;
  reply.error_encoding = error.encoding;
  reply.request_id = std::move(request_id);
  reply.retry_after = error.retry_after;
  reply.amz_retry_after = error.amz_retry_after;
  reply.http.reset();
  reply.body = "{";
  if (const std::string name = contract::error_name_members(error.encoding, error.name); !name.empty()) {
    reply.body += name + ',';
  }
  const contract::ErrorRow* const row = contract::error_named(error.name);
  reply.body += "\"message\":";
  base::append_json_string(reply.body, error.message ? std::string_view(*error.message)
                                                     : (row == nullptr ? std::string_view() : row->message));
  if (row != nullptr && error.member) {
    reply.body += ',';
    base::append_json_string(reply.body, row->member);
    reply.body += ':';
    base::append_json_string(reply.body, *error.member);
  }
  if (!members.empty()) {
    reply.body += ',';
    reply.body += members;
  }
  reply.body += '}';
}

void fill_error_reply(std::string_view name, std::string_view message, std::string request_id, model::Reply& reply,
                      std::string_view members) {
  model::ErrorAnswer error;
  error.name = name;
  error.message = message;
  fill_error_reply(error, std::move(request_id), reply, members);
}

void fill_foreign_error_reply(std::string_view name, std::string_view message, std::string request_id,
                              model::Reply& reply) {
  fill_error_reply(name, message, std::move(request_id), reply);
  reply.off_contract = true;
}

}  // namespace jobrig::plan

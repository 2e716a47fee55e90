// Error reply: a documented error as the service puts it on the wire (restJson1): status, x-amzn-ErrorType, a body with
// the message; and the five other places where its name is seen in the wild.
#pragma once

#include <string>
#include <string_view>

#include "model/reply.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Fills status, headers (Content-Type, x-amzn-RequestId, then the error's) and body. A message that is absent is
/// the table's. The name must be in contract/'s table.
void fill_error_reply(const model::ErrorAnswer& error, std::string_view request_id, model::Reply& reply);

/// As the service itself answers it, the name in the header.
void fill_error_reply(std::string_view name, std::string_view message, std::string_view request_id,
                      model::Reply& reply);

/// An error that is in no table of the contract, in the same form.
void fill_foreign_error_reply(int status, std::string_view name, std::string_view message, std::string_view request_id,
                              model::Reply& reply);

}  // namespace jobrig::plan

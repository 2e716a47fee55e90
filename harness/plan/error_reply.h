// Error reply: a documented error as a reply: its name, its message in the body, the hints when to call again. How a
// protocol shows them is its front end's.
#pragma once

#include <string>
#include <string_view>

#include "model/reply.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// A message that is absent is the table's. The name must be in contract/'s table.
void fill_error_reply(const model::ErrorAnswer& error, std::string request_id, model::Reply& reply);

/// As the service itself answers it.
void fill_error_reply(std::string_view name, std::string_view message, std::string request_id, model::Reply& reply);

/// An error that the operation does not document.
void fill_foreign_error_reply(std::string_view name, std::string_view message, std::string request_id,
                              model::Reply& reply);

}  // namespace jobrig::plan

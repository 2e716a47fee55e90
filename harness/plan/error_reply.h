// Error reply: a documented error as a reply: its name, the message in the body, and the retry hints. It does not
// encode the reply; the front end of the protocol does.
#pragma once

#include <string>
#include <string_view>

#include "model/reply.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// The default message comes from the table of contract/, which must contain the name. `members` are further members of
/// the body as JSON text, such as `"executionState":{…}`; empty: none.
void fill_error_reply(const model::ErrorAnswer& error, std::string request_id, model::Reply& reply,
                      std::string_view members = {});

/// The error in the form that the service sends.
void fill_error_reply(std::string_view name, std::string_view message, std::string request_id, model::Reply& reply,
                      std::string_view members = {});

/// An error that the operation does not document.
void fill_foreign_error_reply(std::string_view name, std::string_view message, std::string request_id,
                              model::Reply& reply);

}  // namespace jobrig::plan

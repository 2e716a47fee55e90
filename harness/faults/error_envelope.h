// Error envelope: the name and message of an error in a reply, found and put in whatever way names travel (restJson1;
// shared contract notes, "Errors"). It decides no error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "model/contract_words.h"
#include "model/reply.h"

namespace jobrig::faults {

/// Without namespace and URI; the header wins over the body; empty when the reply names none.
std::string error_name(const model::Reply& reply);
void remove_error_name(model::Reply& reply);
/// Names the error in that way only. A body that is no JSON object becomes one when the name belongs there.
void put_error_name(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// The reply becomes the service's answer with that error: its status, name and usual message. Headers that are about
/// the request stay.
void become_error(model::Reply& reply, std::string_view name, model::ErrorNameEncoding encoding);

/// `error: NAME` of a fault's settings: a name of contract/'s table, or a mistake with the nearest.
std::optional<std::string> read_error_name(base::Fields& fields, std::string_view key);
/// `name-in: header` and so on, as answers say it too.
std::optional<model::ErrorNameEncoding> read_encoding(base::Fields& fields, std::string_view key);

}  // namespace jobrig::faults

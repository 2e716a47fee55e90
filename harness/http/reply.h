// Reply: maps a reply to HTTP (restJson1): the status, x-amzn-ErrorType and the other headers. It writes no bytes
// (serve/ does).
#pragma once

#include <optional>

#include "base/clock.h"
#include "model/reply.h"

namespace jobrig::http {

/// The HTTP head of the reply, stored in the reply for faults to change. It is the scenario's own head if there is one.
/// The default has the status of the error (200 without one), Content-Type, x-amzn-RequestId and the headers of the
/// error.
model::HttpHead& head_of(model::Reply& reply);

/// The reply as an HTTP response. `date`: the time of the response, for its header `Date`.
model::HttpReply render(model::Reply&& reply, std::optional<base::Instant> date = std::nullopt);

}  // namespace jobrig::http

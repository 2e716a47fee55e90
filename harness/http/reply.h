// Reply: puts a reply into the words of HTTP (restJson1): the status, x-amzn-ErrorType and the other headers. It writes
// no bytes (serve/ does).
#pragma once

#include "model/reply.h"

namespace jobrig::http {

/// The head that the reply has in HTTP, made part of it so that a fault can change it: what it dictates, else the usual
/// one: the status of its error (200 without one), Content-Type, x-amzn-RequestId, then the error's headers.
model::HttpHead& head_of(model::Reply& reply);

/// The reply as HTTP says it.
model::HttpReply render(model::Reply&& reply);

}  // namespace jobrig::http

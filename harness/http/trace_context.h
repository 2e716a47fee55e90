// Trace context: repeats the header traceparent of a request in its response, for a scenario that asks for it.
// model/traceparent.h validates the header.
#pragma once

#include "model/reply.h"
#include "model/request.h"

namespace jobrig::http {

/// Adds nothing if the request has no valid traceparent.
void echo_traceparent(const model::Request& request, model::Reply& reply);

}  // namespace jobrig::http

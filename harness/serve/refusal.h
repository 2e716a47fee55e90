// Refusal: what a client is told whose request is none: the documented error's wire form, so that an SDK shows the
// reason. Whether it is refused is the framer's business.
#pragma once

#include "model/exchange.h"
#include "model/reply.h"
#include "serve/framer.h"

namespace jobrig::serve {

/// An InvalidRequestException with the refusal's status and reason (contract notes, "Errors": the header's name and a
/// JSON body), and a request id made from the numbers of connection and exchange, so that a run can be repeated.
/// Notes the error's name in the exchange's decision.
model::Reply reply_to(const Refusal& refusal, model::Exchange& exchange);

}  // namespace jobrig::serve

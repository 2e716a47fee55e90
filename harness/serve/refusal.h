// Refusal: what a client is told whose request is none: the documented error's wire form, so that an SDK shows the
// reason. Whether it is refused is the framer's business.
#pragma once

#include <string>

#include "model/exchange.h"
#include "model/reply.h"

namespace jobrig::serve {

/// Why a connection is answered once more and then never read again.
struct Refusal {
  int status = 0;      // 400, 413, 414, 415, 417, 431 or 505
  std::string reason;  // a sentence for the person behind the client
};

/// An InvalidRequestException with the refusal's status and reason (Smithy, "AWS restJson1 protocol": the header's
/// name and a JSON body), and a request id made from the numbers of connection and exchange, so that a run can be
/// repeated. Notes the error's name in the exchange's decision.
model::HttpReply reply_to(const Refusal& refusal, model::Exchange& exchange);

}  // namespace jobrig::serve

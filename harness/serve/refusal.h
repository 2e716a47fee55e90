// Refusal: the error response to bytes that are not a valid request. It has the wire form of a documented error, so
// SDKs show the reason. It does not decide what is rejected (framer.h does).
#pragma once

#include <string>

#include "base/clock.h"
#include "model/exchange.h"
#include "model/reply.h"

namespace jobrig::serve {

/// Why a connection gets a last response and is not read again.
struct Refusal {
  int status = 0;      // 400, 413, 414, 415, 417, 431 or 505
  std::string reason;  // a sentence for the user of the client
};

/// Returns an InvalidRequestException with the status and reason of the refusal (Smithy, "AWS restJson1 protocol": the
/// name of the header, and a JSON body). The request id consists of the numbers of connection and exchange, which makes
/// runs repeatable. `date` is the header `Date`. Stores the name of the error in the decision of the exchange.
model::HttpReply reply_to(const Refusal& refusal, model::Exchange& exchange, base::Instant date);

}  // namespace jobrig::serve

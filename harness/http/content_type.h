// Content type: rejects the body of a PUT or POST that is not declared as JSON. It does not read the body.
#pragma once

#include "model/call.h"
#include "model/request.h"

namespace jobrig::http {

/// Sets 415 UnsupportedMediaTypeException as the call's refusal if the request to an operation with a body has another
/// Content-Type than JSON, or a body and none. Any other broken rule of the call counts less.
///
/// Sources: Smithy, AWS restJson1 protocol, "Content type", and its test
/// RestJsonWithBodyExpectsApplicationJsonContentType. The pages of this service do not mention it.
void check_content_type(const model::Request& request, model::Call& call);

}  // namespace jobrig::http

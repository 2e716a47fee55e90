// Outcome words: describes a client's report of a call in words, and provides properties of it that several checks
// need. It checks nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "model/case_record.h"

namespace jobrig::judge {

/// `a success with an execution`, `the error ThrottlingException (service, status 429)`, `no report: it crashed`.
std::string in_words(const model::CallRecord& call, bool crashed);

/// `exit code 22 ("the last line of stderr")`, for a client that reports no more.
std::string exit_in_words(const model::CallRecord& call, bool crashed);

/// The response as JSON; an empty object when it is not an object.
nlohmann::json response_of(const model::ClientOutcome& outcome);

/// Whether a success of the operation contains an execution or shows that there is none.
bool brings_execution(std::string_view operation);

/// True when the response has a non-empty execution.
bool has_execution(const nlohmann::json& response);

/// The name of an error without the namespace of its class: `ThrottlingException` for `Aws::ThrottlingException` and
/// `botocore.errorfactory.ThrottlingException`. The namespace before `#` and the URI after `:` that the service can
/// send stay: a client must not report them (Smithy, AWS restJson1 protocol, operation error serialization).
/// contract::bare_error_name removes those.
std::string_view bare_class_name(std::string_view name);

}  // namespace jobrig::judge

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

/// The last part of an error name as clients report it: `ThrottlingException` for
/// `aws.iot#ThrottlingException:http://…`, `botocore.errorfactory.ThrottlingException` and `Aws::ThrottlingException`.
std::string_view bare_error_name(std::string_view name);

}  // namespace jobrig::judge

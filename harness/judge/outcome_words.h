// Outcome words: what a client reported of a call, as half a sentence, and the few questions that several checks ask of
// it. It demands nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "model/case_record.h"

namespace jobrig::judge {

/// `a success with an execution`, `the error ThrottlingException (service, status 429)`, `no report: it crashed`.
std::string in_words(const model::CallRecord& call, bool crashed);

/// The response as a tree; an empty object when it is none.
nlohmann::json response_of(const model::ClientOutcome& outcome);

/// True when the response has an execution with something in it.
bool has_execution(const nlohmann::json& response);

/// The last part of an error's name as clients spell it: `ThrottlingException` of
/// `aws.iot#ThrottlingException:http://…`, `botocore.errorfactory.ThrottlingException` and `Aws::ThrottlingException`.
std::string_view bare_error_name(std::string_view name);

}  // namespace jobrig::judge

// Wire trace: the events of a case in order of time, as lines of text: calls to the client, requests, responses, and
// the reports of the client. It does not judge and adds no colour.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/case_record.h"

namespace jobrig::report {

/// The default limit of bytes per message.
inline constexpr std::size_t kMaxTraced = 2048;

/// Lines such as `   1.2 ms  answered 1  503 ServiceUnavailableException, rule "outage" answer 1`. Below a request or
/// response are its bytes; each line starts with `> ` or `< `. Every line is safe to print. If nothing happened, there
/// are no lines.
std::vector<std::string> wire_trace(const model::CaseRecord& record, std::size_t most_bytes = kMaxTraced);

/// `503 ServiceUnavailableException, rule "outage" answer 1, fault cut, closed`: a response as a phrase.
std::string answer_words(const model::Exchange& exchange);
/// `success`, `error ThrottlingException (service, status 429)`, `nothing reported`: the result of a call as a phrase.
std::string report_words(const model::CallRecord& call);

}  // namespace jobrig::report

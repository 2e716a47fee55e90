// Wire trace: what happened in a case, in order of time, as lines of text: what the client was asked, what arrived,
// what was answered and what the client reported. It judges nothing and adds no colour.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/case_record.h"

namespace jobrig::report {

/// The most bytes of one message that a trace shows unless it is told otherwise.
inline constexpr std::size_t kMaxTraced = 2048;

/// Lines such as `   1.2 ms  answered 1  503 ServiceUnavailableException, rule "outage" answer 1`; below a request or
/// an answer its bytes, `> ` or `< ` before each line. Every line is safe to print. Nothing happened: no lines.
std::vector<std::string> wire_trace(const model::CaseRecord& record, std::size_t most_bytes = kMaxTraced);

/// `503 ServiceUnavailableException, rule "outage" answer 1, fault cut, closed`: an answer in half a sentence.
std::string answer_words(const model::Exchange& exchange);
/// `success`, `error ThrottlingException (service, status 429)`, `nothing reported`: a call's end in half a sentence.
std::string report_words(const model::CallRecord& call);

}  // namespace jobrig::report

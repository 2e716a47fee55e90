// Error evidence: whether the exchanges of a call bear out the error that the client reports for it. It does not know
// which error a case expects.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "model/case_record.h"

namespace jobrig::judge {

/// The status of the last response to the call (from 0); nothing if none was sent.
std::optional<int> last_status(const model::CaseRecord& record, std::size_t call);

/// Whether the last response to the call (from 0) had an execution.
bool last_response_has_execution(const model::CaseRecord& record, std::size_t call);

/// Whether the name is that of a mistake in a program: AttributeError, NullPointerException. No service and no library
/// for HTTP or JSON reports its own errors by these names.
bool is_programming_error(const std::string& name);

/// Why the error of the call (from 0) cannot be true, to follow "but": `all responses were complete`. Nothing: it can
/// be. A client that cannot tell kinds of failure apart reports none.
///   any kind            not by the name of an error of the service that was not sent, for example one made from the
///                       status, and not by the name of a mistake in a program
///   service             a response with an error, or one that a fault changed
///   transport, timeout  not if every response was complete and unchanged. Several attempts may exceed a time limit
///   decoding            not if the last response is an error in JSON
///   validation          no request
std::optional<std::string> contradiction_of_error(const model::CaseRecord& record, std::size_t call,
                                                  const model::ClientOutcome& outcome);

}  // namespace jobrig::judge

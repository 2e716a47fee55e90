// A client of AWS IoT Jobs with cpp-httplib, as an example of what is tested. It signs nothing.
#pragma once

#include <string>

/// The status of an execution, such as `QUEUED`. Empty if the thing has no such job.
/// Throws std::runtime_error after any other response, and if there is none.
std::string status_of(const std::string& endpoint, const std::string& thing, const std::string& job);

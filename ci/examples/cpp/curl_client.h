// A client of AWS IoT Jobs with libcurl, as an example of what is tested. It signs nothing.
#pragma once

#include <string>

struct Answer {
  long status = 0;    // 0: no complete response
  std::string error;  // why there is none
  std::string body;
};

/// Describes a job. Tries up to three times when the service is busy or the connection fails, after the time that
/// Retry-After says.
Answer describe_with_curl(const std::string& endpoint, const std::string& thing, const std::string& job);

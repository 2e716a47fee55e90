// Host: every case requires that Host names the endpoint which the client was told, with its port (RFC 9110, 7.2).
#pragma once

#include <string>

#include "model/case_record.h"

namespace jobrig::judge {

/// `sent the Host "evil.example:9" to 127.0.0.1:4000`. Empty: each request names the endpoint, or jobrig refused it.
std::string wrong_host(const model::CaseRecord& record);

}  // namespace jobrig::judge

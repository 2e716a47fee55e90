// Environment: what a client program is started with: a list that is made here, not whatever surrounds jobrig. The
// caller's AWS variables, proxies and secrets stay outside; a client that needs more is given it by name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drive/call_order.h"

namespace jobrig::drive {

/// `NAME=value` for each variable of `caller` (as environ has them) that a program needs to run at all: PATH, HOME, the
/// locale, where interpreters and loaders find things. Beside them what keeps AWS's tools from files, hosts and pagers:
/// no shared configuration, no metadata service, no proxy.
std::vector<std::string> base_environment(const std::vector<std::string>& caller);

/// Adds or replaces a variable.
void set_variable(std::vector<std::string>& environment, const std::string& name, const std::string& value);

/// What one call adds: credentials, region and endpoint as AWS's tools read them, and each argument as
/// JOBRIG_THING_NAME and so on, with JOBRIG_ENDPOINT, JOBRIG_OPERATION and, over TLS, JOBRIG_CA, JOBRIG_CERT,
/// JOBRIG_KEY.
void add_call_variables(std::vector<std::string>& environment, const CallOrder& order);

/// This process's own variables.
std::vector<std::string> own_environment();

}  // namespace jobrig::drive

// Environment: the environment variables of a client program. They are chosen here, not inherited: the caller's AWS
// variables, proxies and secrets are not passed on unless the user names them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drive/call_request.h"

namespace jobrig::drive {

/// `NAME=value` for each variable of `caller` (in the form of environ) that a program needs to run: PATH, HOME, the
/// locale, search paths of interpreters and loaders. Adds variables that keep AWS's tools from shared configuration,
/// the metadata service, proxies and pagers.
std::vector<std::string> base_environment(const std::vector<std::string>& caller);

/// Adds or replaces a variable.
void set_variable(std::vector<std::string>& environment, const std::string& name, const std::string& value);

/// Adds the variables of one call: credentials, region and endpoint as AWS's tools read them, and each argument as
/// JOBRIG_THING_NAME and so on, with JOBRIG_ENDPOINT, JOBRIG_OPERATION and, over TLS, JOBRIG_CA, JOBRIG_CERT,
/// JOBRIG_KEY.
void add_call_variables(std::vector<std::string>& environment, const CallRequest& request);

/// This process's own variables.
std::vector<std::string> own_environment();

}  // namespace jobrig::drive

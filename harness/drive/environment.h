// Environment: the environment variables of a client program. They are selected, not inherited: the caller's AWS
// variables, proxies and secrets are not passed on unless the user names them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drive/call_request.h"

namespace jobrig::drive {

/// `NAME=value` for each variable of `caller` (in the form of environ) that a program needs to run: PATH, HOME, the
/// locale, and the search paths of interpreters and loaders. Adds variables that keep AWS tools away from shared
/// configuration, the metadata service, proxies and pagers.
std::vector<std::string> base_environment(const std::vector<std::string>& caller);

/// Adds or replaces a variable.
void set_variable(std::vector<std::string>& environment, const std::string& name, const std::string& value);

/// Adds the variables of one call: credentials, region and endpoint under the names that AWS tools read; each argument
/// as JOBRIG_THING_NAME and so on; JOBRIG_ENDPOINT and JOBRIG_OPERATION; and over TLS JOBRIG_CA, JOBRIG_CERT and
/// JOBRIG_KEY.
void add_call_variables(std::vector<std::string>& environment, const CallRequest& request);

/// The variables of this process.
std::vector<std::string> own_environment();

/// The values of the variables (`NAME=value`) that are secret by their names: those that contain KEY, SECRET, TOKEN,
/// PASS, CREDENTIAL, AUTH or COOKIE. The path of an existing file is not secret.
std::vector<std::string> secrets_of(const std::vector<std::string>& variables);

/// The secrets among the words of a command line: the values of options with such names, and the password of `-u` or
/// `--user` NAME:PASSWORD. Placeholders are not secret.
std::vector<std::string> secrets_of_words(const std::vector<std::string>& words);

/// The secret values of variables that the user passes to a client: all but regions, paths of existing files, and the
/// variables of base_environment() that secrets_of() does not consider secret.
std::vector<std::string> secrets_of_passed(const std::vector<std::string>& variables);

}  // namespace jobrig::drive

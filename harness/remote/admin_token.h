// Admin token: reads the token of the admin interface from the command line, a file or the environment. Every user of
// the machine can see command lines, so the other two are safer. It does not generate tokens (admin/gate.h does).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace jobrig::remote {

inline constexpr std::string_view kAdminTokenVariable = "JOBRIG_ADMIN_TOKEN";

/// `given` is the value of `option`, `file` the value of `option`-file. If both are empty, it reads the variable. An
/// empty result means that there is no token. The error names the source and its mistake.
base::Result<std::string> read_admin_token(const std::string& given, const std::string& file, std::string_view option);

}  // namespace jobrig::remote

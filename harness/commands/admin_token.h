// Admin token: the secret of the admin interface, from the command line, a file or the environment. A command line is
// visible to every user of the machine, so the other two are better. It generates no token (admin/gate.h does).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace jobrig::commands {

inline constexpr std::string_view kAdminTokenVariable = "JOBRIG_ADMIN_TOKEN";

/// `given` is the value of `option`, `file` that of `option`-file. If both are empty, the variable decides. An empty
/// result means that there is no token. The error names the source and what is wrong with it.
base::Result<std::string> read_admin_token(const std::string& given, const std::string& file, std::string_view option);

}  // namespace jobrig::commands

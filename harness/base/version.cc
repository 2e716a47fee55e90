#include "base/version.h"

namespace jobrig::base {

std::string_view version() { return JOBRIG_VERSION; }

}  // namespace jobrig::base

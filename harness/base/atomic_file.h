// Atomic file: a file that is either the old one or the whole new one, whatever happens in between. It makes no folders
// and keeps no descriptor open.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace jobrig::base {

/// Writes `bytes` beside `path`, fsyncs and renames over it; each step is checked, and on an error the old file stays
/// as it was. `mode` is the new file's permission bits. Returns nothing when all went well.
std::optional<Error> write_atomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace jobrig::base

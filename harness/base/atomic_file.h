// Atomic file: replaces a file as a whole; readers see the old content or the new content. It does not create folders
// and keeps no descriptor open.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace jobrig::base {

/// Writes `bytes` to a temporary file next to `path`, calls fsync, and renames it over `path`. Every step is checked;
/// after an error the old file is unchanged. `mode` is the permission bits of the new file. Returns nothing on success.
std::optional<Error> write_atomically(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace jobrig::base

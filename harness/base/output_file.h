// Output file: writes the whole content of a file that the user named: a regular file, a link, a FIFO, a terminal, or
// /dev/stdout. It does not create folders and keeps no descriptor open.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace jobrig::base {

/// Returns the descriptor of this process that the path names: 1 for /dev/stdout, N for /dev/fd/N and /proc/self/fd/N.
std::optional<int> descriptor_named(const std::filesystem::path& path);

/// Returns why write_output() cannot write there; nothing if it looks possible. It changes nothing. Call it before a
/// long run.
std::optional<Error> check_output(const std::filesystem::path& path);

/// Writes to the file that open(2) would open: links are followed, and a file without write permission is an error.
/// - A regular file is replaced atomically and keeps its owner and mode. After an error it has its old content. If the
///   folder does not permit a replacement, the file is overwritten in place.
/// - A missing file is created with `mode`, less the umask. A private mode (0600) also removes the permissions of group
///   and others from an existing file.
/// - Anything else is opened and written. A FIFO without a reader for 10 s, or 30 s without a byte read, is an error.
/// - A descriptor (see descriptor_named) is written without a time limit.
std::optional<Error> write_output(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace jobrig::base

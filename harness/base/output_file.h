// Output file: a text as the whole content of the file that a user named, wherever the name leads: a regular file, a
// link, a FIFO, a terminal, /dev/stdout. It makes no folders and keeps no descriptor open.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace jobrig::base {

/// The descriptor of this process that the path stands for: 1 for /dev/stdout, N for /dev/fd/N and /proc/self/fd/N.
std::optional<int> descriptor_named(const std::filesystem::path& path);

/// Why write_output() will not be able to write there; nothing if it looks possible. It changes nothing. Meant for the
/// beginning of a long run.
std::optional<Error> check_output(const std::filesystem::path& path);

/// Writes to where the path leads, as open(2) would: links are followed, and a file that may not be written stays.
/// - A regular file is replaced atomically and keeps its owner and mode. On an error the old content stays. Only where
///   the folder permits no replacement is it overwritten in place.
/// - A missing file is created with `mode`, less the umask. A private mode (0600) also takes the rights of others from
///   a file that exists.
/// - Anything else is opened and written through. It fails when no reader opens a FIFO for 10 s, or none reads for 30
/// s.
/// - A descriptor (see descriptor_named) is written as it is, however long its reader takes.
std::optional<Error> write_output(const std::filesystem::path& path, std::string_view bytes, unsigned mode = 0644);

}  // namespace jobrig::base

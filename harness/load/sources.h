// Sources: the words of a command line (a file, a folder, the name of a shipped scenario) -> the scenario files they
// mean. The only file of load/ that reads the disk; it understands nothing of what it reads.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"

namespace jobrig::load {

/// The largest scenario file that is read.
constexpr std::size_t kMaxFile = std::size_t{256} * 1024;

/// The files that `word` means: a file; a folder with all `.yaml` files below it, sorted; else the name of a shipped
/// scenario with or without `.yaml` (`demos/outage`, or `outage` when only one is called so). What cannot be read, or
/// names nothing, is a diagnostic with the nearest right name; the others are still read.
std::vector<Source> find_sources(const std::string& word, base::Diagnostics& diagnostics);

/// The shipped scenarios of a folder (`conformance`) or the one of a name, whatever lies on the disk; none: empty.
std::vector<Source> shipped_sources(std::string_view word);

/// Reads files below `folder` only: no absolute path, no `..`, no symbolic link that leads out.
ReadBeside read_beside_on_disk(std::filesystem::path folder);

}  // namespace jobrig::load

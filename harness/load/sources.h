// Sources: finds the scenario files for a word of the command line: a file, a folder, or the name of a shipped
// scenario. It is the only file of load/ that reads the disk. It does not interpret the files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "load/document.h"

namespace jobrig::load {

/// The maximum size of a scenario file.
constexpr std::size_t kMaxFile = std::size_t{256} * 1024;

/// The word for standard input.
constexpr std::string_view kStdin = "-";

/// The files for `word`: `-` for standard input; a file or pipe; or all `.yaml` and `.yml` files below a folder that
/// are not hidden, sorted, each file once even if it has several names; or a shipped scenario by name, with or without
/// `.yaml` (`demos/outage`, or `outage` if that is unique). Unreadable and unknown files are reported with a
/// suggestion; the others are still read.
std::vector<Source> find_sources(const std::string& word, base::Diagnostics& diagnostics);

/// The shipped scenarios in a folder (`conformance`) or with a name, independent of files on disk. Empty if there are
/// none.
std::vector<Source> shipped_sources(std::string_view word);

/// True for standard input, a pipe or a device: it can be read once, and the files beside it are those of the working
/// directory.
bool is_stream(const std::string& word);
/// True for a name that ends in `.yaml` or `.yml`.
bool has_scenario_extension(const std::filesystem::path& path);
/// True for a file or folder whose name begins with a dot. In a folder of scenarios, these are not read.
bool is_hidden(const std::filesystem::path& path);

/// Reads only files below `folder`. It rejects absolute paths, `..`, and symbolic links that lead outside.
ReadBeside read_beside_on_disk(std::filesystem::path folder);

}  // namespace jobrig::load

// Paths: the locations of the sources and of the built program. The build passes them to paths.cc only, which keeps all
// other objects equal in every checkout and lets ccache share them.
#pragma once

#include <filesystem>

namespace jobrig::test {

/// The top-level source folder.
std::filesystem::path source_folder();
/// The `jobrig` program built with these tests.
std::filesystem::path program_path();

}  // namespace jobrig::test

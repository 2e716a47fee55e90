// Paths: where the sources and the built program lie. Only paths.cc is told by the build, so that all other objects are
// the same in every checkout and ccache serves one from another.
#pragma once

#include <filesystem>

namespace jobrig::test {

/// The top folder of the sources.
std::filesystem::path source_folder();
/// The `jobrig` that was built with these tests.
std::filesystem::path program_path();

}  // namespace jobrig::test

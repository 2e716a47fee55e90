#include "support/paths.h"

namespace jobrig::test {

std::filesystem::path source_folder() { return JOBRIG_SOURCE_DIR; }

std::filesystem::path program_path() { return JOBRIG_PROGRAM; }

}  // namespace jobrig::test

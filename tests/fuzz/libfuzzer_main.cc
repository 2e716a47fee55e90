// The targets under libFuzzer: one program, because linking the libraries once for each target takes longer than
// fuzzing. The variable JOBRIG_FUZZ_TARGET names the target. ci/fuzz runs it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/targets.h"

using jobrig::fuzz::Target;
using jobrig::fuzz::targets;

namespace {

const Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  const char* const name = std::getenv("JOBRIG_FUZZ_TARGET");
  const auto found = std::find_if(targets().begin(), targets().end(), [name](const Target& target) {
    return name != nullptr && target.name == std::string_view(name);
  });
  if (found == targets().end()) {
    std::fputs("JOBRIG_FUZZ_TARGET must be one of", stderr);
    for (const Target& target : targets()) {
      std::fprintf(stderr, " %.*s", static_cast<int>(target.name.size()), target.name.data());
    }
    std::fputs("\n", stderr);
    std::exit(2);
  }
  chosen = &*found;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

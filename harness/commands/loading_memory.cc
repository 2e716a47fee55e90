#include "commands/loading_memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace jobrig::commands {
namespace {

#ifdef NDEBUG  // else a debugger's breakpoints in libraries, which are private copies of such pages, would be lost
int let_go_of_library(dl_phdr_info* library, std::size_t /*size*/, void* /*unused*/) {
  if (library->dlpi_name == nullptr || *library->dlpi_name == '\0') {
    return 0;  // the program itself
  }
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  for (ElfW(Half) i = 0; i < library->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = library->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) {
      continue;
    }
    // Whole pages of a segment nobody may write to: they are as they are in the file.
    const std::uintptr_t begin = (library->dlpi_addr + segment.p_vaddr + page - 1) / page * page;
    const std::uintptr_t end = (library->dlpi_addr + segment.p_vaddr + segment.p_filesz) / page * page;
    if (begin < end) {
      ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // NOLINT: an address of the linker's
    }
  }
  return 0;
}
#endif

}  // namespace

void give_back_loading_memory() {
  ::malloc_trim(0);
#ifdef NDEBUG
  ::dl_iterate_phdr(let_go_of_library, nullptr);
#endif
}

}  // namespace jobrig::commands

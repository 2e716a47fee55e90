// A shared object to preload into jobrig: makes one chosen call of the C library fail, once. A driver arms it through
// a file of one `Control`, which both map. It lies dormant in every other program that inherits the environment.
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

/// The layout is known to tests/torture/torture.py.
struct Control {
  std::atomic<std::int32_t> call;       // which call is to fail: the number of a `Call`; 0: none
  std::atomic<std::int32_t> error;      // errno of the failure
  std::atomic<std::int64_t> countdown;  // the call that takes it to zero fails
  std::atomic<std::int64_t> seen;       // so many such calls since it was armed
  std::atomic<std::int64_t> failed;     // so many of them failed
  std::atomic<std::int64_t> again;      // so often operator new fails too when it tries again (base/memory_reserve.h)
  // Functions that are spared then: nlohmann/json allocates in its destructor, which must not throw. Offsets in the
  // program, begin and end; 0: no more.
  std::array<std::array<std::atomic<std::uint64_t>, 2>, 32> spared;
};

enum Call : std::int32_t { kMalloc = 1, kWrite, kFsync, kAccept, kEpollControl, kThread, kSend };

Control* control = nullptr;
std::uint64_t program = 0;  // its address

/// Before main(): a driver that counts from the start has armed the file already.
__attribute__((constructor)) void map_control() {
  const char* const path = ::getenv("JOBRIG_FAILING");
  if (path == nullptr || std::strcmp(program_invocation_short_name, "jobrig") != 0) {
    return;
  }
  const int file = ::open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) {
    return;
  }
  void* const mapped = ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (mapped != MAP_FAILED) {
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void*) {
          program = info->dlpi_addr;  // the program comes first
          return 1;
        },
        nullptr);
    std::array<void*, 1> first{};
    ::backtrace(first.data(), 1);  // the first call allocates
    control = static_cast<Control*>(mapped);
  }
}

/// Whether one of the callers is a function that is spared.
bool is_spared() {
  if (control->again.load(std::memory_order_relaxed) == 0) {
    return false;
  }
  std::array<void*, 16> frames{};
  const int count = ::backtrace(frames.data(), static_cast<int>(frames.size()));
  for (int i = 0; i < count; ++i) {
    const std::uint64_t offset =
        reinterpret_cast<std::uint64_t>(frames[static_cast<std::size_t>(i)]) - program;  // NOLINT
    for (const auto& [begin, end] : control->spared) {
      if (offset >= begin && offset < end) {
        return true;
      }
    }
  }
  return false;
}

/// Whether this call is the one that fails; errno is set then.
bool fails(Call call) {
  if (control == nullptr || control->call.load(std::memory_order_relaxed) != call) {
    return false;
  }
  control->seen.fetch_add(1, std::memory_order_relaxed);
  if (call == kMalloc && control->countdown.load(std::memory_order_relaxed) == 1 && is_spared()) {
    return false;  // the next one fails
  }
  if (control->countdown.fetch_sub(1, std::memory_order_relaxed) != 1) {
    return false;
  }
  control->failed.fetch_add(1, std::memory_order_relaxed);
  errno = control->error.load(std::memory_order_relaxed);
  return true;
}

/// Whether this allocation fails: the chosen one, and what the same thread tries in its place.
bool allocation_fails(std::size_t size) {
  // In the static block: another model would allocate.
  __attribute__((tls_model("initial-exec"))) thread_local std::size_t failed_size = 0;
  __attribute__((tls_model("initial-exec"))) thread_local std::int64_t left = 0;
  // Not after the driver has disarmed it: a later allocation of this size is not a second try.
  if (left > 0 && size == failed_size && control->call.load(std::memory_order_relaxed) == kMalloc) {
    --left;
    errno = ENOMEM;
    return true;
  }
  left = 0;
  if (!fails(kMalloc)) {
    return false;
  }
  failed_size = size;
  left = control->again.load(std::memory_order_relaxed);
  return true;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));  // NOLINT: dlsym's own way
}

bool is_regular_file(int descriptor) {
  struct stat about {};
  return ::fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);                       // NOLINT: glibc's own names for its allocator
void* __libc_calloc(std::size_t count, std::size_t size);    // NOLINT
void* __libc_realloc(void* old, std::size_t size);           // NOLINT
void* __libc_memalign(std::size_t align, std::size_t size);  // NOLINT

void* malloc(std::size_t size) { return allocation_fails(size) ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return allocation_fails(size) ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) { return allocation_fails(size) ? nullptr : __libc_realloc(old, size); }
void* aligned_alloc(std::size_t align, std::size_t size) {
  return allocation_fails(size) ? nullptr : __libc_memalign(align, size);
}
int posix_memalign(void** to, std::size_t align, std::size_t size) {
  *to = allocation_fails(size) ? nullptr : __libc_memalign(align, size);
  return *to == nullptr ? ENOMEM : 0;
}

// Only what goes to a file: no machine fails a write of eight bytes to an eventfd.
ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  static auto* const real = next<ssize_t(int, const void*, std::size_t)>("write");
  return control != nullptr && control->call == kWrite && is_regular_file(descriptor) && fails(kWrite)
             ? -1
             : real(descriptor, bytes, size);
}

int fsync(int descriptor) {
  static auto* const real = next<int(int)>("fsync");
  return fails(kFsync) ? -1 : real(descriptor);
}

int accept4(int descriptor, sockaddr* address, socklen_t* size, int flags) {
  static auto* const real = next<int(int, sockaddr*, socklen_t*, int)>("accept4");
  return fails(kAccept) ? -1 : real(descriptor, address, size, flags);
}

int epoll_ctl(int set, int operation, int descriptor, epoll_event* event) noexcept {
  static auto* const real = next<int(int, int, int, epoll_event*)>("epoll_ctl");
  return operation != EPOLL_CTL_DEL && fails(kEpollControl) ? -1 : real(set, operation, descriptor, event);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
  static auto* const real = next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  return fails(kThread) ? EAGAIN : real(thread, attributes, start, argument);
}

ssize_t send(int descriptor, const void* bytes, std::size_t size, int flags) {
  static auto* const real = next<ssize_t(int, const void*, std::size_t, int)>("send");
  return fails(kSend) ? -1 : real(descriptor, bytes, size, flags);
}

}  // extern "C"

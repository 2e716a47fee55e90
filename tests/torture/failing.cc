// A shared object to preload into jobrig: makes one chosen call of the C library fail, once. A driver arms it through
// a file of one `Control`, which both map. It lies dormant in every other program that inherits the environment.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

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
};

enum Call : std::int32_t { kMalloc = 1, kWrite, kFsync, kAccept, kEpollControl, kThread, kSend };

Control* control = nullptr;

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
    control = static_cast<Control*>(mapped);
  }
}

/// Whether this call is the one that fails; errno is set then.
bool fails(Call call) {
  if (control == nullptr || control->call.load(std::memory_order_relaxed) != call) {
    return false;
  }
  control->seen.fetch_add(1, std::memory_order_relaxed);
  if (control->countdown.fetch_sub(1, std::memory_order_relaxed) != 1) {
    return false;
  }
  control->failed.fetch_add(1, std::memory_order_relaxed);
  errno = control->error.load(std::memory_order_relaxed);
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

void* malloc(std::size_t size) { return fails(kMalloc) ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) { return fails(kMalloc) ? nullptr : __libc_calloc(count, size); }
void* realloc(void* old, std::size_t size) { return fails(kMalloc) ? nullptr : __libc_realloc(old, size); }
void* aligned_alloc(std::size_t align, std::size_t size) {
  return fails(kMalloc) ? nullptr : __libc_memalign(align, size);
}
int posix_memalign(void** to, std::size_t align, std::size_t size) {
  *to = fails(kMalloc) ? nullptr : __libc_memalign(align, size);
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

#include "drive/process_table.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <sstream>

namespace jobrig::drive {
namespace {

constexpr std::size_t kBlock = 4096;
// Numbers of fields in proc(5), /proc/pid/stat.
constexpr int kSession = 6;
constexpr int kStartTime = 22;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::optional<pid_t> number_in(std::string_view text) {
  pid_t number = 0;
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string read_proc_file(const std::string& path) {
  // No std::ifstream here: it throws when the process ends before the read (ESRCH).
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string content;
  std::array<char, kBlock> block{};
  for (;;) {
    const ssize_t count = file.open() ? ::read(file.get(), block.data(), block.size()) : 0;
    if (count > 0) {
      content.append(block.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      return content;
    } else if (errno != EINTR) {
      return {};
    }
  }
}

Descriptor process_descriptor(pid_t id) {
  // The library has a function for it from glibc 2.36 on, but its header lacks extern "C" there.
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, id, 0)));
}

/// proc(5), /proc/pid/stat: `1234 (name) S 1 1234 1234 …`. The name may hold anything, blanks and brackets too.
std::optional<ProcessRow> process_row(pid_t id) {
  const std::string text = read_proc_file("/proc/" + std::to_string(id) + "/stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;  // the process has ended
  }
  ProcessRow row;
  row.id = id;
  std::istringstream rest(text.substr(name_end + 1));
  rest >> row.state >> row.parent >> row.group >> row.session;
  std::string skipped;
  for (int field = kSession + 1; field < kStartTime; ++field) {
    rest >> skipped;
  }
  rest >> row.started;
  return rest ? std::optional(row) : std::nullopt;
}

std::vector<ProcessRow> process_table() {
  std::vector<ProcessRow> rows;
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir("/proc"));
  if (!folder) {
    return rows;
  }
  while (const dirent* const entry = ::readdir(folder.get())) {  // NOLINT(concurrency-mt-unsafe): a stream of our own
    const auto id = number_in(static_cast<const char*>(entry->d_name));
    if (const auto row = id ? process_row(*id) : std::nullopt) {
      rows.push_back(*row);
    }
  }
  return rows;
}

std::optional<std::string> initial_environment_value(pid_t id, std::string_view variable) {
  const std::string entries = read_proc_file("/proc/" + std::to_string(id) + "/environ");
  for (std::string_view rest = entries; !rest.empty();) {
    const std::string_view entry = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
    if (entry.size() > variable.size() && entry.starts_with(variable) && entry[variable.size()] == '=') {
      return std::string(entry.substr(variable.size() + 1));
    }
  }
  return std::nullopt;
}

}  // namespace jobrig::drive

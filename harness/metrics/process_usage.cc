#include "metrics/process_usage.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace jobrig::metrics {
namespace {

std::string text_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The fields of /proc/self/stat from the third on; see proc(5). The second, the name of the program, may contain
/// spaces and parentheses.
std::vector<std::string> stat_fields() {
  const std::string text = text_of("/proc/self/stat");
  const std::size_t name_end = text.rfind(')');
  std::istringstream rest(name_end == std::string::npos ? "" : text.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

/// When the machine was started, in Unix time; see /proc/stat in proc(5).
std::optional<double> boot_seconds() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("btime ")) {
      return std::stod(line.substr(6));
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> open_descriptors() {
  std::error_code error;
  std::filesystem::directory_iterator entries("/proc/self/fd", error);
  std::uint64_t count = 0;
  while (!error && entries != std::filesystem::directory_iterator()) {
    ++count;
    entries.increment(error);
  }
  return error || count == 0 ? std::nullopt : std::optional(count - 1);  // without the one that reads the folder
}

}  // namespace

ProcessUsage usage_of_this_process() {
  constexpr std::size_t kUserTime = 11;  // in stat_fields()
  constexpr std::size_t kSystemTime = 12;
  constexpr std::size_t kThreads = 17;
  constexpr std::size_t kStartTime = 19;
  constexpr std::size_t kVirtualBytes = 20;
  constexpr std::size_t kResidentPages = 21;
  ProcessUsage usage;
  const std::vector<std::string> fields = stat_fields();
  if (fields.size() > kResidentPages) {
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    usage.cpu_seconds = (std::stod(fields[kUserTime]) + std::stod(fields[kSystemTime])) / ticks;
    usage.threads = std::stoull(fields[kThreads]);
    if (const auto boot = boot_seconds()) {
      usage.start_seconds = *boot + std::stod(fields[kStartTime]) / ticks;
    }
    usage.virtual_bytes = std::stoull(fields[kVirtualBytes]);
    usage.resident_bytes = std::stoull(fields[kResidentPages]) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }
  usage.open_descriptors = open_descriptors();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    usage.max_descriptors = limit.rlim_cur;
  }
  return usage;
}

}  // namespace jobrig::metrics

#include "drive/client_usage.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "drive/process_table.h"

namespace jobrig::drive {
namespace {

constexpr std::size_t kMaxProcesses = 256;

std::string folder_of(pid_t id) { return "/proc/" + std::to_string(id); }

std::size_t entries_in(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  std::size_t count = 0;
  while (!error && entry != std::filesystem::directory_iterator()) {
    ++count;
    entry.increment(error);
  }
  return count;
}

/// /proc/pid/task/tid/children: the children of one thread.
void append_children(pid_t id, std::vector<pid_t>& processes) {
  std::error_code error;
  for (std::filesystem::directory_iterator task(folder_of(id) + "/task", error);
       !error && task != std::filesystem::directory_iterator(); task.increment(error)) {
    std::istringstream children(read_proc_file(task->path().string() + "/children"));
    for (pid_t child = 0; children >> child && processes.size() < kMaxProcesses;) {
      processes.push_back(child);
    }
  }
}

}  // namespace

std::optional<model::ClientUsage> usage_of(pid_t leader) {
  model::ClientUsage usage;
  std::vector<pid_t> processes{leader};
  for (std::size_t i = 0; i < processes.size(); ++i) {
    // /proc/pid/statm: the second number is the resident pages.
    std::istringstream pages(read_proc_file(folder_of(processes[i]) + "/statm"));
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    if (pages >> size >> resident) {
      usage.memory += resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
      usage.descriptors += entries_in(folder_of(processes[i]) + "/fd");
      append_children(processes[i], processes);
    }
  }
  return usage.memory == 0 ? std::nullopt : std::optional(usage);
}

}  // namespace jobrig::drive

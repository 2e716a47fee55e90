#include "hosting/scenario_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <system_error>
#include <utility>

namespace jobrig::hosting {
namespace {

namespace fs = std::filesystem;

// Editors write a temporary file, delete and rename. All events within this time count as one change.
constexpr int kQuietMilliseconds = 50;
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE;

fs::path plain(const fs::path& path) {
  std::error_code problem;
  const fs::path whole = fs::absolute(path, problem);
  return (problem ? path : whole).lexically_normal();
}

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

}  // namespace

base::Result<std::unique_ptr<ScenarioWatch>> ScenarioWatch::start(const std::vector<std::string>& words,
                                                                  const LoadedScenario& loaded, Reload reload) {
  std::unique_ptr<ScenarioWatch> watch(new ScenarioWatch(std::move(reload)));  // NOLINT: private constructor
  std::error_code problem;
  for (const std::string& word : words) {
    if (fs::is_directory(word, problem)) {
      watch->folders_.push_back(plain(fs::path(word) / "").parent_path());
    }
  }
  watch->notify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  watch->stop_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (watch->notify_ < 0 || watch->stop_ < 0) {
    return base::Error{std::string("files cannot be watched: ") + std::strerror(errno)};
  }
  watch->follow(loaded);
  if (watch->watched_.empty()) {
    return base::Error{"--watch needs a scenario file or folder; built-in scenarios never change"};
  }
  watch->thread_ = std::thread([one = watch.get()] { one->run(); });
  return watch;
}

ScenarioWatch::~ScenarioWatch() {
  if (thread_.joinable()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_, &one, sizeof one);
    thread_.join();
  }
  for (const int descriptor : {notify_, stop_}) {
    if (descriptor >= 0) {
      ::close(descriptor);
    }
  }
}

void ScenarioWatch::watch_folder(const fs::path& folder) {
  const int watch = ::inotify_add_watch(notify_, folder.c_str(), kEvents);
  if (watch >= 0) {
    watched_[watch] = folder;
  }
}

void ScenarioWatch::follow(const LoadedScenario& loaded) {
  std::error_code problem;
  std::set<fs::path> files;
  for (const LoadedScenario::File& file : loaded.files) {
    if (fs::exists(file.path, problem)) {
      files.insert(plain(file.path));
    }
  }
  if (!files.empty()) {
    for (const std::string& path : loaded.beside) {
      files.insert(plain(path));
    }
  }
  files_ = std::move(files);
  std::for_each(files_.begin(), files_.end(), [this](const fs::path& file) { watch_folder(file.parent_path()); });
  watch_folders();
}

/// Watches the given folders and everything below them.
void ScenarioWatch::watch_folders() {
  std::error_code problem;
  for (const fs::path& folder : folders_) {
    watch_folder(folder);
    fs::recursive_directory_iterator entry(folder, problem);
    for (; !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
      std::error_code unknown;
      if (entry->is_directory(unknown)) {
        watch_folder(entry->path());
      }
    }
  }
}

/// False: the watch must stop, or no event arrived in time.
bool ScenarioWatch::wait_for_change(int timeout_ms) const {
  std::array<pollfd, 2> waited{{{notify_, POLLIN, 0}, {stop_, POLLIN, 0}}};
  int ready = 0;
  do {
    ready = ::poll(waited.data(), waited.size(), timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0 && waited[1].revents == 0;
}

bool ScenarioWatch::concerns(int watch, const std::string& name, bool is_folder) const {
  const auto folder = watched_.find(watch);
  if (folder == watched_.end()) {
    return false;
  }
  const fs::path path = folder->second / name;
  return files_.contains(path) || std::any_of(folders_.begin(), folders_.end(), [&](const fs::path& one) {
           return is_below(path, one) && (is_folder || path.extension() == ".yaml");
         });
}

/// Reads all pending events and returns whether any of them concerns the scenario.
bool ScenarioWatch::read_changes() {
  alignas(inotify_event) std::array<char, 16384> buffer{};
  bool found = false;
  for (;;) {
    const ssize_t size = ::read(notify_, buffer.data(), buffer.size());
    if (size <= 0) {
      return found;
    }
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      const auto* const event = reinterpret_cast<const inotify_event*>(buffer.data() + at);  // NOLINT: inotify(7)
      at += sizeof(inotify_event) + event->len;
      // A file that was just created has not been written yet.
      const bool is_folder = (event->mask & IN_ISDIR) != 0;
      found = found || (event->mask & IN_Q_OVERFLOW) != 0 ||
              (event->len > 0 && (is_folder || (event->mask & IN_CREATE) == 0) &&
               concerns(event->wd, event->name, is_folder));
    }
  }
}

void ScenarioWatch::run() {
  while (wait_for_change(-1)) {
    if (!read_changes()) {
      continue;
    }
    while (wait_for_change(kQuietMilliseconds)) {
      [[maybe_unused]] const bool more = read_changes();
    }
    watch_folders();  // watch new folders before the reload reads them, to miss no change in between
    if (const auto loaded = reload_()) {
      follow(*loaded);
    }
  }
}

}  // namespace jobrig::hosting

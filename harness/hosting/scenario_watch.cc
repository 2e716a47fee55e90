#include "hosting/scenario_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <exception>
#include <system_error>
#include <utility>

#include "load/sources.h"

namespace jobrig::hosting {
namespace {

namespace fs = std::filesystem;

// Editors write a temporary file, delete and rename. All events within this time count as one change.
constexpr int kQuietMilliseconds = 50;
constexpr int kRetryMilliseconds = 1000;
constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE;

// As many as the kernel follows (path_resolution(7)).
constexpr int kMaxLinks = 40;

/// Adds every name that decides what the path leads to: each symbolic link on the way, and the file or folder at its
/// end. The folders that they are in are resolved, so that each has one name.
void add_names_on_the_way(const fs::path& path, std::set<fs::path>& names) {
  std::error_code problem;
  std::deque<fs::path> parts;
  const auto push_front = [&parts](const fs::path& more) { parts.insert(parts.begin(), more.begin(), more.end()); };
  push_front(fs::absolute(path, problem));
  fs::path resolved;
  for (int links = 0; !parts.empty();) {
    const fs::path part = parts.front();
    parts.pop_front();
    const fs::path next = part == ".."                  ? resolved.parent_path()
                          : part.empty() || part == "." ? resolved
                                                        : resolved / part;
    if (!fs::is_symlink(next, problem)) {
      resolved = next;
      continue;
    }
    names.insert(next);
    const fs::path target = fs::read_symlink(next, problem);
    if (problem || ++links > kMaxLinks) {
      return;
    }
    push_front(target);
  }
  names.insert(resolved);
}

/// Adds the folder and all below it that scenarios are read from, links resolved.
void add_folders_below(const fs::path& word, std::set<fs::path>& folders) {
  std::error_code problem;
  const fs::path folder = fs::canonical(word, problem);
  if (problem) {
    return;
  }
  folders.insert(folder);
  for (fs::recursive_directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    std::error_code unknown;
    if (load::is_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_directory(unknown) && !entry->is_symlink(unknown)) {
      folders.insert(entry->path());
    }
  }
}

/// A new file has not been written yet, unless it is a link to an existing one.
bool is_link(const fs::path& path) {
  std::error_code problem;
  return fs::is_symlink(path, problem) || (fs::hard_link_count(path, problem) > 1 && !problem);
}

}  // namespace

base::Result<std::unique_ptr<ScenarioWatch>> ScenarioWatch::start(const std::vector<std::string>& words,
                                                                  const LoadedScenario& loaded, Reload reload) {
  std::unique_ptr<ScenarioWatch> watch(new ScenarioWatch(std::move(reload)));  // NOLINT: private constructor
  std::error_code problem;
  for (const std::string& word : words) {
    if (load::is_stream(word)) {
      return base::Error{"--watch needs files, and \"" + word + "\" is not a file"};
    }
    if (fs::is_directory(word, problem)) {
      watch->words_.emplace_back(word);
    }
  }
  watch->notify_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  watch->stop_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (watch->notify_ < 0 || watch->stop_ < 0) {
    return base::Error{std::string("files cannot be watched: ") + std::strerror(errno)};
  }
  watch->keep_paths(loaded);
  watch->watch_all();
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

void ScenarioWatch::keep_paths(const LoadedScenario& loaded) {
  std::error_code problem;
  std::vector<fs::path> paths;
  for (const LoadedScenario::File& file : loaded.files) {
    if (fs::exists(file.path, problem)) {
      paths.emplace_back(file.path);
    }
  }
  if (!paths.empty()) {
    paths.insert(paths.end(), loaded.beside.begin(), loaded.beside.end());
  }
  paths_ = std::move(paths);
}

/// Resolves all links again, and watches exactly the folders in which a change can concern the scenario.
void ScenarioWatch::watch_all() {
  folders_.clear();
  names_.clear();
  for (const fs::path& word : words_) {
    add_folders_below(word, folders_);
    add_names_on_the_way(word, names_);
  }
  for (const fs::path& path : paths_) {
    add_names_on_the_way(path, names_);
  }
  std::set<fs::path> wanted = folders_;
  for (const fs::path& name : names_) {
    wanted.insert(name.parent_path());
  }
  std::map<int, fs::path> watched;
  for (const fs::path& folder : wanted) {
    if (const int watch = ::inotify_add_watch(notify_, folder.c_str(), kEvents); watch >= 0) {
      watched[watch] = folder;
    }
  }
  for (const auto& [watch, folder] : watched_) {
    if (!watched.contains(watch)) {
      ::inotify_rm_watch(notify_, watch);  // fails when the folder is gone, and the watch with it
    }
  }
  watched_ = std::move(watched);
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

bool ScenarioWatch::concerns(const inotify_event& event) const {
  const auto folder = watched_.find(event.wd);
  if (folder == watched_.end()) {
    return false;
  }
  const fs::path path = folder->second / event.name;
  const bool is_folder = (event.mask & IN_ISDIR) != 0;
  if ((event.mask & IN_CREATE) != 0 && !is_folder && !is_link(path)) {
    return false;
  }
  return names_.contains(path) || (folders_.contains(folder->second) && !load::is_hidden(path) &&
                                   (is_folder || load::has_scenario_extension(path)));
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
      found = found || (event->mask & IN_Q_OVERFLOW) != 0 || (event->len > 0 && concerns(*event));
    }
  }
}

bool ScenarioWatch::is_stopping() const {
  pollfd stop{stop_, POLLIN, 0};
  return ::poll(&stop, 1, 0) != 0;
}

void ScenarioWatch::follow_changes() {
  while (wait_for_change(kQuietMilliseconds)) {
    [[maybe_unused]] const bool more = read_changes();
  }
  watch_all();  // watch new folders before the reload reads them, to miss no change in between
  if (const auto loaded = reload_()) {
    keep_paths(*loaded);
    watch_all();
  }
}

void ScenarioWatch::run() {
  bool pending = false;  // changes were seen, and following them failed
  while (wait_for_change(pending ? kRetryMilliseconds : -1) || (pending && !is_stopping())) {
    try {
      if (pending || read_changes()) {
        pending = true;
        follow_changes();
        pending = false;
      }
    } catch (const std::exception&) {  // mostly a lack of memory
      pending = true;
    }
  }
}

}  // namespace jobrig::hosting

// Scenario watch: reports changes of scenario files on disk (inotify(7)), which triggers a reload. It does not load
// scenarios.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "hosting/scenario_files.h"

struct inotify_event;

namespace jobrig::hosting {

/// Watches from start() until it is destroyed.
class ScenarioWatch {
 public:
  /// Reloads the scenario. The returned scenario determines the files to watch from now on; null: watch the same files.
  using Reload = std::function<std::shared_ptr<const LoadedScenario>()>;

  /// `words`: the words from which the scenario was loaded. `reload` is called on the thread of the watch, once for a
  /// group of changes. The error says why nothing can be watched.
  static base::Result<std::unique_ptr<ScenarioWatch>> start(const std::vector<std::string>& words,
                                                            const LoadedScenario& loaded, Reload reload);
  ScenarioWatch(const ScenarioWatch&) = delete;
  ScenarioWatch& operator=(const ScenarioWatch&) = delete;
  ~ScenarioWatch();

 private:
  explicit ScenarioWatch(Reload reload) : reload_(std::move(reload)) {}

  void keep_paths(const LoadedScenario& loaded);
  void watch_all();
  void follow_changes();
  void run();
  [[nodiscard]] bool is_stopping() const;
  [[nodiscard]] bool wait_for_change(int timeout_ms) const;
  [[nodiscard]] bool read_changes();
  [[nodiscard]] bool concerns(const inotify_event& event) const;

  Reload reload_;
  int notify_ = -1;
  int stop_ = -1;                                 // an eventfd: readable when the watch must stop
  std::vector<std::filesystem::path> words_;      // words that are folders: all scenarios below them count
  std::vector<std::filesystem::path> paths_;      // paths of the loaded files, as given
  std::set<std::filesystem::path> folders_;       // the words and all folders below them, links resolved
  std::set<std::filesystem::path> names_;         // loaded files and links on the way to them, in resolved folders
  std::map<int, std::filesystem::path> watched_;  // folders, links resolved, by inotify's watch descriptor
  std::thread thread_;
};

}  // namespace jobrig::hosting

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

  void follow(const LoadedScenario& loaded);
  void watch_folder(const std::filesystem::path& folder);
  void watch_folders();
  void run();
  [[nodiscard]] bool wait_for_change(int timeout_ms) const;
  [[nodiscard]] bool read_changes();
  [[nodiscard]] bool concerns(int watch, const std::string& name, bool is_folder) const;

  Reload reload_;
  int notify_ = -1;
  int stop_ = -1;                                 // an eventfd: readable when the watch must stop
  std::vector<std::filesystem::path> folders_;    // words that are folders: all scenarios below them count
  std::set<std::filesystem::path> files_;         // the files whose changes trigger a reload
  std::map<int, std::filesystem::path> watched_;  // folders, by inotify's watch descriptor
  std::thread thread_;
};

}  // namespace jobrig::hosting

// Scenario watch: tells when files of a scenario have changed on the disk (inotify(7)), so that it can be loaded anew.
// It loads nothing itself.
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
  /// Loads anew; what came of it says what is to be watched from now on, null: what was watched before.
  using Reload = std::function<std::shared_ptr<const LoadedScenario>()>;

  /// `words`: what the scenario was loaded from. `reload` is called on a thread of the watch's own, once for changes
  /// that come together. The error says why nothing can be watched.
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
  int stop_ = -1;                                 // an eventfd: readable when it is to end
  std::vector<std::filesystem::path> folders_;    // words that are folders: all scenarios below them count
  std::set<std::filesystem::path> files_;         // that count
  std::map<int, std::filesystem::path> watched_;  // folders, by inotify's number
  std::thread thread_;
};

}  // namespace jobrig::hosting

// CommandExecutions: which executionId was given for which clientToken, so that a call made twice starts one command.
// Only StartCommandExecution (current edition) needs it; the commands themselves are not played.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace jobrig::plan {

/// Thread-safe.
class CommandExecutions {
 public:
  /// The id to answer: `fresh` for a new token (or none), the first call's for one that was used before for the same
  /// command; nothing when it was used for another one.
  std::optional<std::string> id_for(const std::string& client_token, const std::string& command, std::string fresh);

 private:
  struct Started {
    std::string command;
    std::string id;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Started> by_token_;
};

}  // namespace jobrig::plan

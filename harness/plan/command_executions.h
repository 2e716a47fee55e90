// Command executions: remembers the executionId given for each clientToken, which makes repeated calls start one
// command. Only StartCommandExecution (current edition) uses it. It does not simulate commands.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace jobrig::plan {

/// Thread-safe. Remembers the newest kMaxTokens tokens.
class CommandExecutions {
 public:
  /// Returns the id for the response: `fresh` for a new or missing token; the first call's id for a token that was used
  /// before with the same command; nothing for a token that was used with another command.
  std::optional<std::string> id_for(const std::string& client_token, const std::string& command, std::string fresh);
  /// The number of tokens in memory.
  [[nodiscard]] std::size_t count() const;

  static constexpr std::size_t kMaxTokens = 10'000;

 private:
  struct Started {
    std::string command;
    std::string id;
  };
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Started> by_token_;  // guarded by mutex_
  std::deque<const std::string*> tokens_;              // guarded by mutex_; oldest first
};

}  // namespace jobrig::plan

#include "plan/command_executions.h"

#include <utility>

namespace jobrig::plan {

std::optional<std::string> CommandExecutions::id_for(const std::string& client_token, const std::string& command,
                                                     std::string fresh) {
  if (client_token.empty()) {
    return fresh;
  }
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = by_token_.try_emplace(client_token, Started{command, std::move(fresh)});
  if (!is_new && found->second.command != command) {
    return std::nullopt;
  }
  if (is_new) {
    tokens_.push_back(&found->first);
  }
  if (tokens_.size() > kMaxTokens) {
    by_token_.erase(by_token_.find(*tokens_.front()));
    tokens_.pop_front();
  }
  return found->second.id;
}

std::size_t CommandExecutions::count() const {
  const std::lock_guard lock(mutex_);
  return tokens_.size();
}

}  // namespace jobrig::plan

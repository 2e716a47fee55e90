#include "agents/agent_process.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <utility>

namespace jobrig::agents {
namespace {

// Blocks that are read at a time from a program that writes without end.
constexpr int kMostBlocks = 16;

}  // namespace

base::Result<std::unique_ptr<AgentProcess>> AgentProcess::start(drive::ProcessSupervisor& supervisor,
                                                                drive::SpawnOptions options) {
  std::unique_ptr<AgentProcess> process(new AgentProcess(supervisor));
  auto tree = supervisor.start(std::move(options));
  if (!tree) {
    return tree.error();
  }
  process->tree_ = std::move(*tree);
  process->running_ = true;
  return process;
}

void AgentProcess::watch(std::vector<pollfd>& watched) const {
  const drive::Spawned& leader = tree_.leader;
  for (const int descriptor : {ended_ ? -1 : leader.ended.get(), leader.out.get(), leader.err.get()}) {
    watched.push_back({descriptor, POLLIN, 0});
  }
}

void AgentProcess::drain(drive::Descriptor& from, drive::Output& to) {
  std::array<char, 16384> block{};
  for (int i = 0; i < kMostBlocks && from.open(); ++i) {
    const ssize_t count = ::read(from.get(), block.data(), block.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      return;
    }
    if (count <= 0) {
      from.close();
      return;
    }
    to.append(std::string_view(block.data(), static_cast<std::size_t>(count)));
  }
}

bool AgentProcess::take() {
  if (!running_) {
    return ended_;
  }
  pollfd end{tree_.leader.ended.get(), POLLIN, 0};
  ended_ = ended_ || ::poll(&end, 1, 0) > 0;
  drain(tree_.leader.out, out_);
  drain(tree_.leader.err, err_);
  return ended_;
}

void AgentProcess::kill() {
  if (!running_) {
    return;
  }
  take();
  const auto end = supervisor_.end(tree_);
  drain(tree_.leader.err, err_);
  running_ = false;
  exit_code_ = end.exit_code;
}

void AgentProcess::ask_to_end() const {
  if (running_ && !ended_) {
    ::kill(tree_.leader.id, SIGTERM);
  }
}

}  // namespace jobrig::agents

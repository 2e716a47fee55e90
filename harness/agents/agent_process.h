// Agent process: one running program of an agent. It keeps the end of what the program writes, and kills or stops it
// with its whole process tree. It interprets nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drive/process.h"
#include "drive/process_supervisor.h"

struct pollfd;

namespace jobrig::agents {

/// Used by the thread that starts it, which must outlive the program.
class AgentProcess {
 public:
  /// How long a program may take to end after SIGTERM.
  static constexpr std::chrono::seconds kStopTimeout{2};

  static base::Result<std::unique_ptr<AgentProcess>> start(drive::ProcessSupervisor& supervisor,
                                                           drive::SpawnOptions options);
  AgentProcess(const AgentProcess&) = delete;
  AgentProcess& operator=(const AgentProcess&) = delete;
  /// Kills it.
  ~AgentProcess() { kill(); }

  /// Adds what to wait for.
  void watch(std::vector<pollfd>& watched) const;
  /// Reads what the program has written, without waiting. Returns whether it has ended.
  bool take();
  /// Ends the program and its tree with SIGKILL. Idempotent.
  void kill();
  /// Asks it to end with SIGTERM. Call kill() at latest kStopTimeout after it.
  void ask_to_end() const;
  /// After kill(): of a program that had ended by itself.
  [[nodiscard]] int exit_code() const { return exit_code_; }
  /// The last lines on stderr.
  [[nodiscard]] std::string last_errors() const { return err_.kept(); }

 private:
  explicit AgentProcess(drive::ProcessSupervisor& supervisor) : supervisor_(supervisor) {}
  void drain(drive::Descriptor& from, drive::Output& to);

  drive::ProcessSupervisor& supervisor_;
  drive::ProcessSupervisor::ProcessTree tree_;
  drive::Output out_{drive::Output::Keep::kTail};
  drive::Output err_{drive::Output::Keep::kTail};
  bool running_ = false;  // not reaped yet
  bool ended_ = false;    // by itself
  int exit_code_ = 0;
};

}  // namespace jobrig::agents
